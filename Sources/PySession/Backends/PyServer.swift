import HxpyWire

/// A server that runs for one session: a connection, and a way to end what is behind it.
protocol PyServer: Sendable {
    var connection: HxpyConnection { get }

    /// Ends the connection and, where this side started it, the server. Returns when nothing of it is left.
    ///
    /// - Returns: what is known of the server's end.
    func stop(_ urgency: StopUrgency) async -> ServerEnd
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
