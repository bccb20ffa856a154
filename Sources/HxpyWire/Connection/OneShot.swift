import Synchronization

/// A result that comes once: whoever resolves it first wins, and the task that waits is resumed exactly once.
///
/// Reply, timeout, cancellation and the end of the connection race for an evaluation; this is where the race is decided.
final class OneShot<Outcome: Sendable>: Sendable {
    private enum State {
        case open
        case awaited(CheckedContinuation<Outcome, Never>)
        case resolved(Outcome)
    }

    private let state = Mutex(State.open)

    /// Whether the result is there.
    var isResolved: Bool {
        state.withLock { state in
            if case .resolved = state { true } else { false }
        }
    }

    /// Gives the result; without effect where there is one.
    func resolve(_ outcome: Outcome) {
        let continuation: CheckedContinuation<Outcome, Never>? = state.withLock { state in
            switch state {
            case .open:
                state = .resolved(outcome)
                return nil
            case .awaited(let continuation):
                state = .resolved(outcome)
                return continuation
            case .resolved:
                return nil
            }
        }
        continuation?.resume(returning: outcome)
    }

    /// Waits for the result. At most one task may wait.
    func wait() async -> Outcome {
        await withCheckedContinuation { continuation in
            let early: Outcome? = state.withLock { state in
                switch state {
                case .open:
                    state = .awaited(continuation)
                    return nil
                case .resolved(let outcome):
                    return outcome
                case .awaited:
                    preconditionFailure("two tasks wait for one result")
                }
            }
            if let early { continuation.resume(returning: early) }
        }
    }
}
