import ArgumentParser
import DockerClient

struct DockerExec: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exec",
        abstract: "Run a command in a container that runs.",
        discussion: """
            Ends with the command's status. With -it, Ctrl-P Ctrl-Q lets go of the command, which lives on.

            EXAMPLES
              haystack docker exec -it web bash
              haystack docker exec -i web sh -c 'cat > /tmp/x' < x
            """
    )

    @OptionGroup var terminal: TerminalOptions
    @OptionGroup var process: ProcessOptions

    @Flag(name: .shortAndLong, help: "Leave the command alone, print nothing.")
    var detach = false

    @Flag(help: "Give the command all rights of the host.")
    var privileged = false

    @OptionGroup var engine: EngineOption

    @Argument(parsing: .captureForPassthrough, help: ArgumentHelp("The container, the command and its arguments.", valueName: "container> <command"))
    var target: [String] = []

    func validate() throws {
        try PassedThrough(target).check("a container and a command", count: 2)
        if !detach { try terminal.check() }
    }

    func run() async throws {
        let docker = try engine.client()
        let id = try await docker.exec.create(try spec(), in: target[0])
        if detach { return try await docker.exec.startDetached(id) }
        let interactive = InteractiveProcess(
            process: try await docker.exec.start(id),
            hasInput: terminal.interactive,
            isTTY: terminal.tty,
            resize: { rows, columns in try await docker.exec.resize(id, rows: rows, columns: columns) }
        )
        guard try await interactive.run() == .output else { return }
        let code = try await docker.exec.exitCode(id)
        if code != 0 { throw ExitCode(Int32(truncatingIfNeeded: code)) }
    }

    private func spec() throws -> ExecSpec {
        var spec = ExecSpec(Array(target.dropFirst()))
        spec.isTTY = terminal.tty
        spec.hasInput = terminal.interactive && !detach
        spec.environment = try process.variables()
        spec.workingDirectory = process.workdir
        spec.user = process.user
        spec.isPrivileged = privileged
        return spec
    }
}
