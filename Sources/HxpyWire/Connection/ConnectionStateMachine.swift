/// The life of a connection, without the connection: events in, actions out.
///
/// `opening → authenticating → ready ⇄ awaiting → closed`. One evaluation at a time is with the server; the others wait their turn in the
/// order in which they came. Every ticket that is submitted leaves in exactly one action: answered, refused, or failed by a close.
struct ConnectionStateMachine<Ticket: Equatable> {
    private enum State {
        case opening
        case authenticating
        case ready
        case awaiting(Ticket)
        case closed(HxpyError)
    }

    /// What the owner is to do.
    enum Action: Equatable {
        /// Nothing.
        case none
        /// Write the authentication request.
        case authenticate
        /// Tell who opened the connection that it is open, and write the request of whoever came early.
        case welcome(extensions: [HxpyConnection.Extension], next: Ticket?)
        /// Write this evaluation's request.
        case send(Ticket)
        /// Hand the reply to this evaluation, then write the next one's request.
        case answer(Ticket, next: Ticket?)
        /// Hand the reply to this evaluation, then close.
        case answerAndClose(Ticket, Closing)
        /// Fail this evaluation; the connection goes on.
        case refuse(Ticket, HxpyError)
        /// Fail all evaluations that are left and close the channel.
        case close(Closing)
    }

    /// Why the connection closes and what becomes of the evaluations that are left.
    struct Closing: Equatable {
        /// Why.
        let reason: HxpyError
        /// The evaluation whose request was sent; it fails with the reason itself.
        var sent: Ticket?
        /// Those whose requests were not.
        let unsent: [Ticket]

        /// The error for an evaluation whose request was not sent.
        var unsentError: HxpyError {
            HxpyError(
                .connectionClosed,
                "the connection closed before the request was sent, so nothing ran: \(reason.message)",
                underlying: reason.underlying
            )
        }
    }

    private var state = State.opening
    private var waiting: [Ticket] = []
    /// The upstream server ends after an exception; when the connection then closes the message says so.
    private var lastReplyWasError = false

    /// Whether the next reply is the answer to the authentication request.
    var isAuthenticating: Bool {
        if case .authenticating = state { true } else { false }
    }

    /// Whether the server owes an answer: bytes that come otherwise are a fault.
    var isReplyDue: Bool {
        switch state {
        case .authenticating, .awaiting: true
        case .opening, .ready, .closed: false
        }
    }

    /// The evaluation whose request was sent and whose reply has not come.
    var running: Ticket? {
        if case .awaiting(let ticket) = state { ticket } else { nil }
    }

    /// Whether nothing more is to be read or written.
    var isClosed: Bool {
        if case .closed = state { true } else { false }
    }
}

extension ConnectionStateMachine {
    /// The channel is connected.
    mutating func connected() -> Action {
        guard case .opening = state else { return .none }
        state = .authenticating
        return .authenticate
    }

    /// The answer to the authentication request came.
    mutating func authenticated(_ answer: Result<[HxpyConnection.Extension], HxpyError>) -> Action {
        guard case .authenticating = state else { return .none }
        switch answer {
        case .success(let extensions):
            return .welcome(extensions: extensions, next: advance())
        case .failure(let error):
            return end(error)
        }
    }

    /// An evaluation is asked for.
    mutating func submit(_ ticket: Ticket) -> Action {
        switch state {
        case .ready:
            state = .awaiting(ticket)
            return .send(ticket)
        case .opening, .authenticating, .awaiting:
            waiting.append(ticket)
            return .none
        case .closed(let reason):
            return .refuse(ticket, .afterClose(reason))
        }
    }

    /// A whole reply came.
    ///
    /// - Parameters:
    ///   - isError: whether it tells of a Python exception.
    ///   - excess: bytes that came after it, though nothing else was asked for yet.
    mutating func replied(isError: Bool, excess: Int) -> Action {
        guard case .awaiting(let ticket) = state else { return unsolicited() }
        lastReplyWasError = isError
        guard excess == 0 else {
            let violation = HxpyError(
                .protocolViolation,
                "found \(excess) bytes after a reply, expected none before the next request; requests and replies are out of step, open a new connection"
            )
            guard case .close(var closing) = end(violation) else { return .answer(ticket, next: nil) }
            closing.sent = nil
            return .answerAndClose(ticket, closing)
        }
        return .answer(ticket, next: advance())
    }

    /// Bytes came while no reply was due.
    mutating func unsolicited() -> Action {
        end(HxpyError(.protocolViolation, "the server sent bytes that nobody asked for; open a new connection"))
    }

    /// An evaluation's time is up or its task is cancelled.
    ///
    /// The protocol has no way to stop an evaluation: where the request was sent, the connection closes.
    mutating func withdraw(_ ticket: Ticket, because reason: HxpyError) -> Action {
        if case .awaiting(ticket) = state { return end(reason) }
        guard let place = waiting.firstIndex(of: ticket) else { return .none }
        waiting.remove(at: place)
        return .refuse(ticket, reason)
    }

    /// The other side closed, or the system reported a fault.
    ///
    /// - Parameters:
    ///   - received: bytes of an unfinished reply that had come.
    ///   - cause: the system's words, where there are any.
    mutating func disconnected(received: Int, cause: String?) -> Action {
        end(HxpyError(.connectionClosed, disconnection(received: received), underlying: cause))
    }

    /// The bytes that came are no reply, or one beyond the limits.
    mutating func failed(_ error: HxpyError) -> Action { end(error) }

    /// This side closes.
    mutating func close() -> Action {
        end(HxpyError(.connectionClosed, "closed by this side"))
    }

    /// Gives the server to the evaluation that waits longest.
    private mutating func advance() -> Ticket? {
        guard !waiting.isEmpty else {
            state = .ready
            return nil
        }
        let next = waiting.removeFirst()
        state = .awaiting(next)
        return next
    }

    private func disconnection(received: Int) -> String {
        switch state {
        case .opening, .authenticating:
            return "the server ended the connection \(received == 0 ? "without" : "in the midst of") its answer to the key"
        case .awaiting where received > 0:
            return "the server ended the connection in the midst of a reply, after \(received) bytes of it; open a new connection"
        case .awaiting, .ready, .closed:
            if lastReplyWasError {
                return "the server ended after a Python exception, as the upstream hxpy server does; open a new connection"
            }
            if case .awaiting = state {
                return
                    "the server ended the connection without a reply: the code may have ended the process (sys.exit, a crash, no memory left); open a new connection"
            }
            return "the server ended the connection; open a new one"
        }
    }

    private mutating func end(_ reason: HxpyError) -> Action {
        var sent: Ticket?
        switch state {
        case .closed: return .none
        case .awaiting(let ticket): sent = ticket
        case .opening, .authenticating, .ready: break
        }
        let closing = Closing(reason: reason, sent: sent, unsent: waiting)
        waiting = []
        state = .closed(reason)
        return .close(closing)
    }
}

extension HxpyError {
    /// The error for whoever uses a connection that closed before.
    static func afterClose(_ reason: HxpyError) -> HxpyError {
        HxpyError(.connectionClosed, "the connection is closed: \(reason.message)", underlying: reason.underlying)
    }
}
