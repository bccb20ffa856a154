import ArgumentParser
import DockerClient

struct DockerRun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Make a container of an image and run a command in it.",
        discussion: """
            Ends with the command's status; 125 where the engine refuses, 126 and 127 where the command cannot be run or found. With -it, \
            Ctrl-P Ctrl-Q lets go of the container, which lives on.

            EXAMPLES
              haystack docker run --rm -it debian bash
              haystack docker run -d --name web -p 8080:80 -v ./site:/srv:ro python:3 python3 -m http.server -d /srv 80
              haystack docker run --rm --network none --memory 256m --cpus 0.5 debian sh -c 'echo hello'
            """
    )

    @OptionGroup var terminal: TerminalOptions
    @OptionGroup var process: ProcessOptions

    @Flag(name: .shortAndLong, help: "Leave it alone and print its identity.")
    var detach = false

    @Option(help: "Pull the image: always, missing or never.")
    var pull = PullPolicy.missing

    @Option(help: ArgumentHelp("The image's platform, such as linux/arm64.", valueName: "platform"))
    var platform: String?

    @OptionGroup var container: ContainerOptions
    @OptionGroup var engine: EngineOption

    @Argument(parsing: .captureForPassthrough, help: ArgumentHelp("The image, the command and its arguments.", valueName: "image> <command"))
    var target: [String] = []

    func validate() throws {
        try PassedThrough(target).check("an image", count: 1)
        if !detach { try terminal.check() }
    }

    func run() async throws {
        let code: Int
        do {
            code = try await runContainer(try engine.client())
        } catch let error as DockerError {
            StandardError.write(line: "Error: \(error)")
            throw ExitCode(error.runStatus)
        }
        if code != 0 { throw ExitCode(Int32(truncatingIfNeeded: code)) }
    }

    private func runContainer(_ docker: DockerClient) async throws -> Int {
        let made = try await create(docker)
        for warning in made.warnings { StandardError.write(line: "warning: \(warning)") }
        guard detach else {
            let attached = AttachedContainer(docker: docker, id: made.id, isTTY: terminal.tty, hasInput: terminal.interactive)
            return try await attached.run(isRemoved: container.rm)
        }
        try await docker.containers.start(made.id)
        try StandardOutput.write(line: made.id)
        return 0
    }

    private func create(_ docker: DockerClient) async throws -> CreatedContainer {
        let spec = try spec()
        if pull == .always { try await ImagePull(docker: docker, image: target[0], platform: platform).run(output: .standardError) }
        do throws(DockerError) {
            return try await docker.containers.create(spec, name: container.name, platform: platform)
        } catch {
            guard error.code == .notFound, pull == .missing else { throw error }
        }
        try await ImagePull(docker: docker, image: target[0], platform: platform).run(output: .standardError)
        return try await docker.containers.create(spec, name: container.name, platform: platform)
    }

    private func spec() throws -> ContainerSpec {
        var spec = ContainerSpec(image: target[0], command: Array(target.dropFirst()))
        spec.isTTY = terminal.tty
        spec.hasInput = terminal.interactive
        spec.environment = try process.variables()
        spec.workingDirectory = process.workdir
        spec.user = process.user
        try container.apply(to: &spec)
        return spec
    }
}

/// When an image is pulled.
enum PullPolicy: String, ExpressibleByArgument, CaseIterable {
    case always, missing, never
}

extension DockerError {
    /// The status of a run that did not come about, as the docker command has it.
    fileprivate var runStatus: Int32 {
        let text = message.lowercased()
        if text.contains("executable file not found") || text.contains("no such file or directory") && text.contains("exec") { return 127 }
        if text.contains("permission denied"), text.contains("exec") { return 126 }
        return 125
    }
}
