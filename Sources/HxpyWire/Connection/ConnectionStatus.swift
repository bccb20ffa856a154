import Synchronization

/// Whether a connection is open, for readers on any thread, and the way to wait for its end.
final class ConnectionStatus: Sendable {
    private struct State {
        var reason: HxpyError?
        var waiters: [OneShot<HxpyError>] = []
    }

    private let state = Mutex(State())

    /// Why the connection closed, nil while it is open.
    var reason: HxpyError? { state.withLock { $0.reason } }

    /// Notes the end; the first reason holds.
    func close(_ reason: HxpyError) {
        let waiters = state.withLock { state in
            state.reason = state.reason ?? reason
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resolve(reason) }
    }

    /// Waits for the end. A cancelled task stops waiting and gets `.cancelled`.
    func closed() async -> HxpyError {
        let waiter = OneShot<HxpyError>()
        return await withTaskCancellationHandler {
            register(waiter)
            return await waiter.wait()
        } onCancel: {
            waiter.resolve(HxpyError(.cancelled, "the task that waited for the connection's end was cancelled"))
            state.withLock { $0.waiters.removeAll { $0 === waiter } }
        }
    }

    private func register(_ waiter: OneShot<HxpyError>) {
        let reason = state.withLock { state in
            if state.reason == nil, !waiter.isResolved { state.waiters.append(waiter) }
            return state.reason
        }
        if let reason { waiter.resolve(reason) }
    }
}
