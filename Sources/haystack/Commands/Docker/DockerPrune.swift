import ArgumentParser
import DockerClient

struct DockerPrune: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Remove what is not used: containers that do not run, networks, images.",
        discussion: """
            Asks before it does, unless told not to.

            EXAMPLES
              haystack docker prune
              haystack docker prune --all --volumes --force
              haystack docker prune --filter label=app=test
              haystack docker prune --filter until=24h
              haystack docker prune --sessions
            """
    )

    @Flag(name: .shortAndLong, help: "Also images with a name that no container uses.")
    var all = false

    @Flag(help: "Also volumes that no container uses.")
    var volumes = false

    @Flag(help: "Only the containers of Python sessions whose owner is gone; nothing is asked, for nobody uses them.")
    var sessions = false

    @Flag(name: .shortAndLong, help: "Do not ask.")
    var force = false

    @Option(help: ArgumentHelp("Only what meets a condition: label=…, label!=…, until=….", valueName: "name=value"))
    var filter: [NamedText] = []

    @OptionGroup var engine: EngineOption

    func validate() throws {
        if sessions, all || volumes || !filter.isEmpty {
            throw ValidationError("found --sessions beside other conditions, expected it alone: it removes what dead sessions have left, and nothing else")
        }
        guard volumes, filter.contains(where: { $0.name == "until" }) else { return }
        throw ValidationError("found --volumes with the filter until, which engines do not have for volumes")
    }

    func run() async throws {
        if sessions { return try await SessionPrune(docker: engine.client()).run() }
        let prune = EnginePrune(docker: try engine.client(), filter: filter, takesNamedImages: all, takesVolumes: volumes)
        guard try force || Question("This removes \(prune.words). Go on?").isAgreed() else { throw ExitCode.failure }
        try await prune.run()
    }
}

/// The removal of what an engine does not use.
struct EnginePrune {
    let docker: DockerClient
    let filter: [NamedText]
    let takesNamedImages: Bool
    let takesVolumes: Bool

    /// What it would remove.
    var words: String {
        var kinds = ["all containers that do not run", "all networks that no container is in"]
        if takesVolumes { kinds.append("all volumes that no container uses") }
        kinds.append(takesNamedImages ? "all images that no container uses" : "all images without a name")
        let condition = filter.isEmpty ? "" : ", where " + filter.map { "\($0.name)=\($0.text)" }.joined(separator: " and ")
        return kinds.joined(separator: ", ") + condition
    }

    /// Containers first: what they use is free then.
    func run() async throws {
        let filters = Filters(filter)
        var reclaimed = 0
        try report("Containers", try await docker.containers.prune(filters: filters), &reclaimed)
        try report("Networks", try await docker.networks.prune(filters: filters), &reclaimed)
        if takesVolumes { try report("Volumes", try await docker.volumes.prune(filters: filters), &reclaimed) }
        var images = filters
        images.add("dangling", takesNamedImages ? "false" : "true")
        try report("Images", try await docker.images.prune(filters: images), &reclaimed)
        try StandardOutput.write(line: "Total reclaimed space: \(HumanUnits.size(reclaimed))")
    }

    private func report(_ kind: String, _ pruned: Pruned, _ reclaimed: inout Int) throws {
        reclaimed += pruned.reclaimed
        guard !pruned.removed.isEmpty else { return }
        try StandardOutput.write(line: "Removed \(kind.lowercased()):")
        for name in pruned.removed { try StandardOutput.write(line: name) }
        try StandardOutput.write(line: "")
    }
}
