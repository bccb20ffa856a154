import HxpyWire

/// Who sees what a server writes to its standard output and error.
enum OutputSource: Sendable {
    /// The backend itself, by the streams of a process or a container.
    case streams
    /// Nobody but the server: it is asked to send it by the connection.
    case connection
}

extension PySessionOptions {
    /// How a backend connects to its server: with the extensions of the protocol that sessions use, which a server that knows none ignores.
    func connectionOptions(_ output: ServerOutput, from source: OutputSource) -> HxpyConnection.Options {
        var connection = HxpyConnection.Options(
            connectTimeout: startTimeout, limits: limits, extensions: [.interrupt, .mark], interruptGrace: interruptGrace.bounded)
        if source == .connection {
            connection.extensions.append(.output)
            connection.output = { stream, bytes in await output.take(bytes, stream == .standardOutput ? .standardOutput : .standardError) }
        }
        return connection
    }
}
