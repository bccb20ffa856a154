import HxpyWire

/// A server that runs for one session: a connection, and a way to end what is behind it.
protocol PyServer: Sendable {
    var connection: HxpyConnection { get }

    /// Ends the connection and, where this side started it, the server. Returns when nothing of it is left.
    ///
    /// - Returns: what is known of the server's end, such as its exit status and last words.
    func stop(_ urgency: StopUrgency) async -> String?
}

/// Whether a server may end by itself.
enum StopUrgency: Sendable {
    /// End it at once.
    case now
    /// Let it run its exit handlers first, for a moment.
    case afterGrace
}
