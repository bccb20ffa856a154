import HxpyWire

/// A server that runs for one session: a connection, what the server writes, and a way to end what is behind it.
protocol PyServer: Sendable {
    var connection: HxpyConnection { get }

    /// What the server writes to its standard output and error. A backend that sees these streams passes them to ``ServerOutput/take(_:_:)``
    /// and says when they have ended; for the others the connection brings them, where the server can do that.
    var output: ServerOutput { get }

    /// Raises KeyboardInterrupt in a server that takes no interrupts by its connection, such as upstream's: by a signal SIGINT, say.
    ///
    /// - Throws: `.unsupported` where there is no such way.
    func signalInterrupt() async throws(PySessionError)

    /// Ends the connection and, where this side started it, the server. Returns when nothing of it is left.
    ///
    /// - Returns: what is known of the server's end.
    func stop(_ urgency: StopUrgency) async -> ServerEnd
}

extension PyServer {
    func signalInterrupt() async throws(PySessionError) {
        throw PySessionError(
            .unsupported,
            "the server at \(connection.address) takes no interrupts, as the upstream hxpy server; cancel the task, which ends the server, or use a server of this package"
        )
    }
}

/// What is known of a server's end.
struct ServerEnd: Sendable {
    /// Its exit status and last words, as a part of a sentence.
    var description: String?
    /// Whether it was killed because its memory was used up.
    var isOutOfMemory = false
}

/// Whether a server may end by itself.
enum StopUrgency: Sendable {
    /// End it at once.
    case now
    /// Its connection broke: find out why, then end what is left of it.
    case lost
    /// Let it run its exit handlers first, for a moment.
    case afterGrace
}
