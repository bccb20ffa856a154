import HxpyWire

/// Connects to a server that somebody else started.
struct AddressBackend: Sendable {
    let address: HxpyConnection.Address
    let key: String

    func start(options: PySessionOptions) async throws -> any PyServer {
        let output = ServerOutput(options: options, isGreeting: false)
        do throws(HxpyError) {
            let connection = try await HxpyConnection.connect(
                to: address, key: key, options: options.connectionOptions(output, from: .connection)
            )
            return AddressServer(connection: connection, output: output)
        } catch {
            throw PySessionError(error)
        }
    }
}

/// A server that somebody else started: only the connection is ours to end.
private struct AddressServer: PyServer {
    let connection: HxpyConnection
    let output: ServerOutput

    func stop(_ urgency: StopUrgency) async -> ServerEnd {
        await connection.close()
        output.end()
        return ServerEnd(
            description: "the server at \(connection.address) is not this session's own; upstream's ends after an error and must be started again")
    }
}
