import ArgumentParser
import DockerClient
import NIOCore

struct DockerLogs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs",
        abstract: "Print what a container wrote.",
        discussion: """
            What it wrote to standard output goes to standard output, the rest to standard error.

            EXAMPLES
              haystack docker logs --tail 20 -f web
              haystack docker logs --since 10m web
            """
    )

    @Argument(help: "The container's name or identity.")
    var container: String

    @Flag(name: .shortAndLong, help: "Go on with what it writes from now on, until it ends.")
    var follow = false

    @Option(name: [.customShort("n"), .long], help: ArgumentHelp("Only so many lines from the end, or all.", valueName: "lines"))
    var tail = TailOption.all

    @Option(help: ArgumentHelp("Only what was written since: 10m, 1h30m, 2026-03-13T08:00:00Z.", valueName: "time"))
    var since: TimeOption?

    @Option(help: ArgumentHelp("Only what was written before.", valueName: "time"))
    var until: TimeOption?

    @Flag(name: .shortAndLong, help: "Put the time before each line.")
    var timestamps = false

    @OptionGroup var engine: EngineOption

    func run() async throws {
        var options = Containers.LogOptions()
        options.follow = follow
        options.timestamps = timestamps
        options.since = since?.date
        options.until = until?.date
        if case .lines(let count) = tail { options.tail = count }
        let output = try await engine.client().containers.logs(container, options)
        for try await chunk in output { try chunk.print() }
    }
}

extension OutputChunk {
    /// Passes the bytes on to this process' own output of that name.
    func print() throws {
        switch stream {
        case .stdout: try StandardOutput.write(Array(bytes.readableBytesView))
        case .stderr: StandardError.write(Array(bytes.readableBytesView))
        }
    }
}
