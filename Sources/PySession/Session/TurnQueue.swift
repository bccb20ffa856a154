import Synchronization

/// Lets tasks into a section one after the other, or so many at a time, in the order in which they came. A task that is cancelled while it
/// waits leaves the queue.
final class TurnQueue: Sendable {
    private struct State {
        var taken = 0
        var waiters: [(id: Int, continuation: CheckedContinuation<Void, any Error>)] = []
        var nextID = 0
    }

    private let state = Mutex(State())
    private let width: Int

    /// Makes a queue.
    ///
    /// - Parameter width: how many may be in the section at a time.
    init(width: Int = 1) {
        self.width = width
    }

    /// Runs a body when those who came before are done.
    ///
    /// - Throws: `CancellationError` where the task is cancelled before its turn, and what the body throws.
    func run<Result: Sendable>(isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Result) async throws -> Result {
        try await enter(isolation: isolation)
        defer { leave() }
        return try await body()
    }

    /// Waits for its turn. Whoever was let in has to leave.
    ///
    /// - Throws: an error of the caller's where the task is cancelled before.
    func enter(
        isolation: isolated (any Actor)? = #isolation, _ cancelled: () -> PySessionError
    ) async throws(PySessionError) {
        do {
            try await enter(isolation: isolation)
        } catch {
            throw cancelled()
        }
    }

    // Runs where the caller is until it waits: calls that hop to other threads first would come in any order.
    private func enter(isolation: isolated (any Actor)?) async throws {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            _ = isolation  // A closure runs there only if it captures it.
            try await withCheckedThrowingContinuation { continuation in
                wait(id, continuation)
            }
        } onCancel: {
            abandon(id)
        }
    }

    private func wait(_ id: Int, _ continuation: CheckedContinuation<Void, any Error>) {
        // Checked under the lock: a cancellation that came first found nobody to take out of the queue.
        let outcome: Result<Void, any Error>? = state.withLock { state in
            if Task.isCancelled { return .failure(CancellationError()) }
            if state.taken == width {
                state.waiters.append((id, continuation))
                return nil
            }
            state.taken += 1
            return .success(())
        }
        if let outcome { continuation.resume(with: outcome) }
    }

    private func abandon(_ id: Int) {
        let waiter = state.withLock { state in
            state.waiters.firstIndex { $0.id == id }.map { state.waiters.remove(at: $0) }
        }
        waiter?.continuation.resume(throwing: CancellationError())
    }

    /// Lets the next one in.
    func leave() {
        let next = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            if state.waiters.isEmpty {
                state.taken -= 1
                return nil
            }
            return state.waiters.removeFirst().continuation
        }
        next?.resume()
    }
}
