internal import NIOCore

extension DockerClient {
    /// Commands that are run in containers.
    public var exec: Execs { Execs(client: self) }
}

/// Commands that are run in containers that run already: made, then started, then inspected for their end.
///
/// ```swift
/// let result = try await docker.exec.run(["ls", "-l"], in: "web")
/// print(result.exitCode, result.stdout)
/// ```
public struct Execs: Sendable {
    let client: DockerClient

    /// Makes an exec.
    ///
    /// - Returns: its identity.
    /// - Throws: `.conflict` where the container does not run.
    public func create(_ spec: ExecSpec, in container: String) async throws(DockerError) -> String {
        guard !spec.command.isEmpty else { throw DockerError(.invalidArgument, "found an empty command, expected a program") }
        let call = try Call(.post, Containers.path(container, "/exec")).json(spec)
        return try await client.decode(call, as: Created.self).id
    }

    /// Starts an exec and stays with it. Its input is open where it was made with one.
    public func start(_ id: String) async throws(DockerError) -> ProcessStream {
        try await start(id, isTTY: inspect(id).isTTY)
    }

    /// Starts an exec and leaves it alone.
    public func startDetached(_ id: String) async throws(DockerError) {
        try await client.collect(Call(.post, Execs.path(id, "/start")).json(Start(Detach: true, Tty: false)))
    }

    /// Makes an exec and starts it.
    public func start(_ spec: ExecSpec, in container: String) async throws(DockerError) -> (id: String, process: ProcessStream) {
        let id = try await create(spec, in: container)
        return (id, try await start(id, isTTY: spec.isTTY))
    }

    /// Tells how an exec is.
    public func inspect(_ id: String) async throws(DockerError) -> ExecDetails {
        try await client.decode(Call(.get, Execs.path(id, "/json")))
    }

    /// Sets the size of an exec's terminal.
    public func resize(_ id: String, rows: Int, columns: Int) async throws(DockerError) {
        try await client.collect(Call(.post, Execs.path(id, "/resize"), ["h": String(rows), "w": String(columns)]))
    }

    /// Runs a command to its end.
    ///
    /// A cancelled task lets go of the command; it is not killed, for the engine has no call for that.
    /// - Parameter input: what it reads from its standard input.
    /// - Throws: `.limit` where it writes more than 64 MiB.
    public func run(_ command: [String], in container: String, input: String? = nil) async throws(DockerError) -> ExecResult {
        var spec = ExecSpec(command)
        spec.hasInput = input != nil
        let (id, process) = try await start(spec, in: container)
        // Beside the reading: a command that answers while it reads would wait for ever for somebody to take its answers.
        async let sent: Void = send(input, to: process)
        let (stdout, stderr) = try await process.output.collect()
        do { try await sent } catch { throw DockerError(source: error) }
        return ExecResult(exitCode: try await exitCode(id), stdout: String(buffer: stdout), stderr: String(buffer: stderr))
    }

    /// The code that an exec ended with. The engine may end the output a moment before it knows the code.
    ///
    /// - Throws: `.timeout` where it still runs after some seconds.
    public func exitCode(_ id: String) async throws(DockerError) -> Int {
        for _ in 0..<100 {
            if let code = try await inspect(id).exitCode { return code }
            do { try await Task.sleep(for: .milliseconds(50)) } catch { throw .cancelled }
        }
        throw DockerError(.timeout, "the exec \(id) still runs although its output has ended")
    }
}

extension Execs {
    private struct Created: Decodable {
        let id: String
        init(from decoder: any Decoder) throws { id = try Fields(decoder).required("Id") }
    }

    private struct Start: Encodable {
        // The names are the wire's.
        let Detach: Bool
        let Tty: Bool
    }

    private static func path(_ id: String, _ rest: String) throws(DockerError) -> String { "/exec/\(try Query.escapedName(id, "an exec"))\(rest)" }

    private func start(_ id: String, isTTY: Bool) async throws(DockerError) -> ProcessStream {
        var call = try Call(.post, Execs.path(id, "/start")).json(Start(Detach: false, Tty: isTTY))
        call.headers.add("Connection", "Upgrade")
        call.headers.add("Upgrade", "tcp")
        let stream = try await client.stream(call, mode: .hijack)
        return ProcessStream(stream, isTTY: stream.isTTY(isTTY), watch: endWatch(id, stream))
    }

    /// There is no call that waits for an exec, so that it is asked for from time to time.
    private func endWatch(_ id: String, _ stream: OpenStream) -> EndWatch {
        let execs = self
        return EndWatch(stream.connection) {
            var pause = Duration.milliseconds(500)
            while true {
                do {
                    try await Task.sleep(for: pause)
                    if try await !execs.inspect(id).isRunning { return true }
                } catch {
                    return (error as? DockerError)?.code == .notFound
                }
                pause = min(pause * 2, .seconds(4))
            }
        }
    }

    private func send(_ input: String?, to process: ProcessStream) async throws(DockerError) {
        guard let input else { return }
        do throws(DockerError) {
            try await process.write(input)
            try await process.closeInput()
        } catch {
            // A command may end without reading its input.
            guard error.code == .connectionClosed else { throw error }
        }
    }
}
