/// Whether a server that was started listens yet, or has ended.
final class ServerReadiness: Sendable {
    enum Change: Sendable {
        case listening
        case ended
        case late
        case cancelled
    }

    private let changes: AsyncStream<Change>.Continuation
    private let stream: AsyncStream<Change>

    init() {
        (stream, changes) = AsyncStream<Change>.makeStream()
    }

    /// Tells that the server listens.
    func listening() { changes.yield(.listening) }

    /// Tells that the server has ended.
    func end() {
        changes.yield(.ended)
        changes.finish()
    }

    /// Waits for the next change.
    func change(within limit: Duration) async -> Change {
        await withTaskGroup(of: Change.self) { group in
            group.addTask { [stream] in
                for await change in stream { return change }
                return .cancelled
            }
            group.addTask {
                do {
                    try await Task.sleep(for: limit)
                    return .late
                } catch {
                    return .cancelled
                }
            }
            let first = await group.next() ?? .cancelled
            group.cancelAll()
            return Task.isCancelled ? .cancelled : first
        }
    }

    /// Waits, once the server listens, until it ends. A cancelled task waits no longer.
    func ended() async {
        for await change in stream where change == .ended { return }
    }
}
