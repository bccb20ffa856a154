import Synchronization

/// Carries elements from a task that has them to a task that wants them, and makes the first wait while it holds as much as it may.
final class BoundedChannel<Element: Sendable>: Sendable {
    private struct State {
        var elements: [Element] = []
        var cost = 0
        var isFinished = false
        var senders: [CheckedContinuation<Void, Never>] = []
        var receiver: CheckedContinuation<Void, Never>?

        /// Takes out those who wait for room.
        mutating func takeSenders() -> [CheckedContinuation<Void, Never>] {
            defer { senders = [] }
            return senders
        }
    }

    private let bound: Int
    private let cost: @Sendable (Element) -> Int
    private let state = Mutex(State())

    /// - Parameter bound: the cost at which senders wait.
    init(bound: Int, cost: @escaping @Sendable (Element) -> Int) {
        self.bound = bound
        self.cost = cost
    }

    /// Adds an element, then waits while there are too many. After the end it is dropped.
    func send(_ element: Element) async {
        await withCheckedContinuation { continuation in
            let (receiver, hasRoom) = state.withLock { state -> (CheckedContinuation<Void, Never>?, Bool) in
                guard !state.isFinished else { return (nil, true) }
                state.elements.append(element)
                state.cost += cost(element)
                let hasRoom = state.cost < bound
                if !hasRoom { state.senders.append(continuation) }
                defer { state.receiver = nil }
                return (state.receiver, hasRoom)
            }
            receiver?.resume()
            if hasRoom { continuation.resume() }
        }
    }

    /// The next element; nil after the last. For one task.
    func receive() async -> Element? {
        while true {
            let (element, isFinished, senders) = state.withLock { state -> (Element?, Bool, [CheckedContinuation<Void, Never>]) in
                guard !state.elements.isEmpty else { return (nil, state.isFinished, []) }
                let element = state.elements.removeFirst()
                state.cost -= cost(element)
                return (element, false, state.cost < bound ? state.takeSenders() : [])
            }
            for sender in senders { sender.resume() }
            if let element { return element }
            if isFinished { return nil }
            await wait()
        }
    }

    /// Tells that nothing more will be sent; what is there can still be received.
    func finish() { end(dropping: false) }

    /// Tells that nobody receives any more.
    func abandon() { end(dropping: true) }

    private func end(dropping: Bool) {
        let waiters = state.withLock { state in
            state.isFinished = true
            if dropping { state.elements = [] }
            defer { state.receiver = nil }
            return state.takeSenders() + (state.receiver.map { [$0] } ?? [])
        }
        for waiter in waiters { waiter.resume() }
    }

    private func wait() async {
        await withCheckedContinuation { continuation in
            let isReady = state.withLock { state in
                if !state.elements.isEmpty || state.isFinished { return true }
                state.receiver = continuation
                return false
            }
            if isReady { continuation.resume() }
        }
    }
}
