import HxpyWire

/// Starts a Python process on this machine for each session.
struct LocalBackend: Sendable {
    let python: String?

    func start(options: PySessionOptions) async throws -> any PyServer {
        let interpreter = try PythonInterpreter.find(option: python)
        let package = try PythonPackage.unpack()
        let folder = try SocketFolder()
        let key = SessionKey.random()
        let output = ServerOutput(options: options)
        let process = ServerProcess(
            ServerProcess.Launch(interpreter: interpreter, package: package, socket: folder.socketPath, key: key, timeout: options.startTimeout),
            output
        )
        do {
            try await process.waitUntilListening(options.startTimeout)
            let connection = try await connect(to: folder.socketPath, key, process, options)
            // Nobody else can connect from here on, and nothing is left should this process be killed.
            folder.remove()
            // A process that the code has forked may hold the connection open when the server itself is gone.
            process.whenEnded { [weak connection] in await connection?.close() }
            return LocalServer(connection: connection, output: output, process: process)
        } catch {
            let end = await process.stop(grace: .zero)
            // Only now: a server on its way would make its socket anew.
            folder.remove()
            if let error = error as? HxpyError { throw PySessionError(error, note: end.description) }
            throw error
        }
    }

    /// Connects, unless the process ends before.
    private func connect(to path: String, _ key: String, _ process: ServerProcess, _ options: PySessionOptions) async throws -> HxpyConnection {
        try await withThrowingTaskGroup(of: HxpyConnection.self) { group in
            group.addTask {
                try await HxpyConnection.connect(
                    to: .unix(path: path), key: key, options: options.connectionOptions(process.output, from: .streams)
                )
            }
            group.addTask { try await process.failWhenEnded() }
            defer { group.cancelAll() }
            guard let connection = try await group.next() else { preconditionFailure("a group of two has a first") }
            return connection
        }
    }
}

/// A Python process of a session's own.
private struct LocalServer: PyServer {
    let connection: HxpyConnection
    let output: ServerOutput
    let process: ServerProcess

    private static let grace = Duration.seconds(2)

    func stop(_ urgency: StopUrgency) async -> ServerEnd {
        // A server that has nothing to do ends when its connection does.
        await connection.close()
        let end = await process.stop(grace: urgency == .afterGrace ? LocalServer.grace : .zero)
        return ServerEnd(description: end.description)
    }
}
