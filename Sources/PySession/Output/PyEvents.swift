public import HaystackCore
import Synchronization

/// What happens in an evaluation.
public enum PyEvent: Sendable, Hashable {
    /// The code wrote something.
    case output(PyOutput)
    /// The evaluation is over and this is its value: the last event.
    case value(Value)
}

/// An evaluation as it happens: what the code writes, then its value. Made by ``PySession/PySession/events(_:timeout:)``.
///
/// The evaluation begins with the first call of `next` of an iterator, and each iterator has its own. Some 256 KiB of output are held for a
/// slow reader; then Python waits. Letting go of the iterator cancels the evaluation.
public struct PyEvents: AsyncSequence, Sendable {
    /// An event.
    public typealias Element = PyEvent

    let evaluate: @Sendable (@escaping @Sendable (PyOutput) async -> Void) async throws -> Value

    /// Makes an iterator; the evaluation begins with its first `next`.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(evaluation: EvaluationEvents(evaluate))
    }

    /// Gives the events of one evaluation.
    public struct AsyncIterator: AsyncIteratorProtocol {
        let evaluation: EvaluationEvents

        /// The next event; nil after the value.
        ///
        /// - Throws: what the evaluation throws, after all of its output. The cancellation of the task cancels the evaluation.
        public mutating func next() async throws -> PyEvent? {
            try await evaluation.next()
        }
    }
}

/// One evaluation, run by a task of its own.
final class EvaluationEvents: Sendable {
    private static let bound = 256 << 10
    private let channel = BoundedChannel<PyEvent>(bound: EvaluationEvents.bound) { event in
        // An empty piece costs something too.
        if case .output(let piece) = event { piece.bytes.count + 64 } else { 0 }
    }
    private let evaluate: @Sendable (@escaping @Sendable (PyOutput) async -> Void) async throws -> Value
    private let task = Mutex<Task<Void, any Error>?>(nil)

    init(_ evaluate: @escaping @Sendable (@escaping @Sendable (PyOutput) async -> Void) async throws -> Value) {
        self.evaluate = evaluate
    }

    deinit {
        task.withLock { $0?.cancel() }
        channel.abandon()
    }

    func next() async throws -> PyEvent? {
        let task = begun()
        let event = await withTaskCancellationHandler {
            await channel.receive()
        } onCancel: {
            task.cancel()
        }
        if event == nil {
            // Thrown once, as sequences do.
            defer { self.task.withLock { $0 = Task {} } }
            try await task.value
        }
        return event
    }

    private func begun() -> Task<Void, any Error> {
        task.withLock { task in
            if let task { return task }
            let begun = Task { [channel, evaluate] in
                defer { channel.finish() }
                await channel.send(.value(try await evaluate { await channel.send(.output($0)) }))
            }
            task = begun
            return begun
        }
    }
}
