import HxpyWire

/// Connects to a server that somebody else started.
struct AddressBackend: Sendable {
    let address: HxpyConnection.Address
    let key: String

    func start(options: PySessionOptions) async throws -> any PyServer {
        do throws(HxpyError) {
            let connection = try await HxpyConnection.connect(
                to: address, key: key,
                options: HxpyConnection.Options(connectTimeout: options.startTimeout, limits: options.limits)
            )
            return AddressServer(connection: connection)
        } catch {
            throw PySessionError(error)
        }
    }
}

/// A server that somebody else started: only the connection is ours to end.
private struct AddressServer: PyServer {
    let connection: HxpyConnection

    func stop(_ urgency: StopUrgency) async -> ServerEnd {
        await connection.close()
        return ServerEnd(
            description: "the server at \(connection.address) is not this session's own; upstream's ends after an error and must be started again")
    }
}
