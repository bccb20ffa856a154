import Logging
import Subprocess
import Synchronization

/// What one server writes to its standard output and error, on its way to those who want it.
///
/// A backend puts in what it sees of the two streams, in any pieces: ``take(_:_:)`` returns when the piece has been taken, so whoever waits for
/// it before reading on passes the back-pressure of a slow reader on to Python. Greeting and marks are taken out; what is left goes, one piece
/// after the other, to the session's options and to the evaluation that runs.
final class ServerOutput: Sendable {
    /// Takes the output of one evaluation.
    typealias Listener = @Sendable (PyOutput) async -> Void

    private struct State {
        var greeting: GreetingFilter?
        var tail: [UInt8] = []
        var scanners: [PyOutput.Stream: MarkScanner]
        var marks: [PyOutput.Stream: Int] = [:]
        var waiters: [(mark: Int, id: Int, continuation: CheckedContinuation<Bool, Never>)] = []
        var waiterCount = 0
        var evaluation: Int?
        var listener: Listener?

        /// Takes out those who wait for marks that have come.
        mutating func takeWaiters() -> [CheckedContinuation<Bool, Never>] {
            let reached = min(marks[.standardOutput] ?? 0, marks[.standardError] ?? 0)
            defer { waiters.removeAll { $0.mark <= reached } }
            return waiters.filter { $0.mark <= reached }.map(\.continuation)
        }
    }

    /// How long what a server wrote before it was killed may take to arrive.
    static let lastMoment = Duration.milliseconds(500)
    private static let tailSize = 4096
    private let marks = MarkScanner(word: SessionKey.random())
    private let state: Mutex<State>
    private let options: PySessionOptions
    /// Pieces of the two streams are given on one after the other.
    private let turns = TurnQueue()
    /// Whether the server has said that it listens.
    let readiness = ServerReadiness()

    /// - Parameter isGreeting: whether the server's first line on standard output says that it listens; it is taken out.
    init(options: PySessionOptions, isGreeting: Bool = true) {
        self.options = options
        state = Mutex(State(greeting: isGreeting ? GreetingFilter() : nil, scanners: [.standardOutput: marks, .standardError: marks]))
    }

    // MARK: - Streams

    /// Takes a piece of a stream. Returns when all who want it have it, also where the task is cancelled.
    func take(_ bytes: [UInt8], _ stream: PyOutput.Stream) async {
        let events = scan(bytes, stream)
        guard !events.isEmpty else { return }
        // Not a child task: a stream that is cut short has to give on what was read.
        await Task { try? await turns.run { await give(events, stream) } }.value
    }

    /// Tells that a stream has ended.
    func end(_ stream: PyOutput.Stream) async {
        let events = state.withLock { $0.scanners[stream]?.end() ?? [] }
        await Task { try? await turns.run { await give(events + [.mark(.max)], stream) } }.value
    }

    /// Tells that the server has ended and nothing more will come.
    func end() {
        readiness.end()
        let waiters = state.withLock { state in
            for stream in PyOutput.Stream.allCases { state.marks[stream] = .max }
            return state.takeWaiters()
        }
        for waiter in waiters { waiter.resume(returning: true) }
    }

    /// Reads a stream of a process to its end.
    func follow(_ sequence: SubprocessOutputSequence, _ stream: PyOutput.Stream) async {
        do {
            for try await buffer in sequence {
                let bytes = unsafe buffer.withUnsafeBytes { bytes in unsafe [UInt8](bytes) }
                await take(bytes, stream)
            }
        } catch {
            options.logger.debug("reading the output of Python failed", metadata: ["error": "\(error)"])
        }
        await end(stream)
    }

    private func scan(_ bytes: [UInt8], _ stream: PyOutput.Stream) -> [MarkScanner.Event] {
        let (events, isGreeted): ([MarkScanner.Event], Bool) = state.withLock { state in
            var bytes = bytes
            var isGreeted = false
            if stream == .standardOutput, var greeting = state.greeting {
                state.greeting = nil
                (bytes, isGreeted) = greeting.filter(bytes)
                if !isGreeted { state.greeting = greeting }
            }
            let events = state.scanners[stream]?.scan(bytes) ?? []
            if stream == .standardError {
                for case .bytes(let bytes) in events { state.tail = (state.tail + bytes).suffix(ServerOutput.tailSize) }
            }
            return (events, isGreeted)
        }
        if isGreeted { readiness.listening() }
        return events
    }

    private func give(_ events: [MarkScanner.Event], _ stream: PyOutput.Stream) async {
        for event in events {
            switch event {
            case .bytes(let bytes): await give(bytes, stream)
            case .mark(let number): reach(number, stream)
            }
        }
    }

    private func give(_ bytes: [UInt8], _ stream: PyOutput.Stream) async {
        let (evaluation, listener) = state.withLock { ($0.evaluation, $0.listener) }
        let piece = PyOutput(stream: stream, bytes: bytes, evaluation: evaluation)
        options.logger.debug("python wrote", metadata: ["text": "\(String(decoding: bytes, as: UTF8.self))"])
        options.output?(piece)
        await listener?(piece)
    }

    /// The end of what was written to standard error.
    var errorTail: String {
        String(decoding: state.withLock(\.tail), as: UTF8.self)
    }

    /// The last lines of standard error, as the end of a sentence.
    var lastWords: String {
        let lines = errorTail.split(separator: "\n").suffix(4)
        return lines.isEmpty ? "" : "; its last words: \(lines.joined(separator: " | "))"
    }
}

// MARK: - Evaluations

extension ServerOutput {
    /// Whether anybody wants what the server writes while an evaluation runs.
    func isWanted(_ listener: Listener?) -> Bool {
        listener != nil || options.output != nil || options.logger.logLevel <= .debug
    }

    /// Ties what is written from here on to an evaluation.
    func begin(_ evaluation: Int, _ listener: Listener?) {
        state.withLock { state in
            state.evaluation = evaluation
            state.listener = listener
        }
    }

    /// Ends the tie.
    func endEvaluation() {
        state.withLock { state in
            state.evaluation = nil
            state.listener = nil
        }
    }

    /// What the server is to write to both streams when an evaluation is over.
    func mark(_ number: Int) -> String { marks.text(number) }

    /// Waits until all that comes before a mark has been given on, or the streams have ended.
    ///
    /// - Parameter limit: how long to wait: a stream that broke without ending brings no mark.
    func reached(_ mark: Int, within limit: Duration) async {
        let id = state.withLock { state in
            state.waiterCount += 1
            return state.waiterCount
        }
        var timer: Task<Void, Never>?
        let isReached = await withCheckedContinuation { continuation in
            let waiters = state.withLock { state in
                state.waiters.append((mark, id, continuation))
                return state.takeWaiters()
            }
            for waiter in waiters { waiter.resume(returning: true) }
            // Not bound to the task that waits: what was written is given on where that is cancelled, too.
            timer = Task {
                guard (try? await Task.sleep(for: limit)) != nil else { return }
                giveUp(id)
            }
        }
        timer?.cancel()
        if !isReached { options.logger.warning("the output of an evaluation did not end within \(limit)") }
    }

    private func giveUp(_ id: Int) {
        let waiter = state.withLock { state in
            state.waiters.firstIndex { $0.id == id }.map { state.waiters.remove(at: $0) }
        }
        waiter?.continuation.resume(returning: false)
    }

    private func reach(_ mark: Int, _ stream: PyOutput.Stream) {
        let waiters = state.withLock { state in
            state.marks[stream] = max(mark, state.marks[stream] ?? 0)
            return state.takeWaiters()
        }
        for waiter in waiters { waiter.resume(returning: true) }
    }
}
