internal import NIOCore

/// One call and its answer, while they are under way on a connection. Belongs to the event loop.
final class Exchange {
    /// How the caller wants a successful answer. One that is no success is always collected.
    enum Mode: Sendable {
        case collect
        case stream
        /// A stream in both directions: the connection stops being HTTP.
        case hijack
    }

    /// What the caller gets.
    enum Outcome: Sendable {
        case collected(HTTPResponseHead, ByteBuffer)
        case streaming(HTTPResponseHead, ResponseBody)
    }

    /// The most bytes of an answer that is collected.
    static let collectLimit = 256 << 20

    let id: UInt64
    var isSent: Bool
    /// Whether a byte of the answer has come.
    var touched = false
    private let mode: Mode
    private let words: String
    private let continuation: CheckedContinuation<Result<Outcome, DockerError>, Never>
    private let makeBody: () -> (ResponseBody, ResponseBody.Source)
    private var head: HTTPResponseHead?
    private var collected = ByteBuffer()
    private var source: ResponseBody.Source?
    private var isAnswered = false
    private var quiet: (amount: TimeAmount, timer: Scheduled<Void>?)?
    var deadline: Scheduled<Void>?
    /// Sends the body.
    var sender: Task<Void, Never>?
    /// Gives the connection back: it may carry another call.
    let release: () -> Void
    /// Whether the consumer has room.
    private(set) var wantsBytes = true

    init(
        id: UInt64,
        request: HTTPRequest,
        mode: Mode,
        continuation: CheckedContinuation<Result<Outcome, DockerError>, Never>,
        makeBody: @escaping () -> (ResponseBody, ResponseBody.Source),
        release: @escaping () -> Void
    ) {
        self.release = release
        self.id = id
        self.mode = mode
        self.words = request.words
        self.continuation = continuation
        self.makeBody = makeBody
        if case .stream = request.body { isSent = false } else { isSent = true }
    }

    var keepsAlive: Bool {
        guard let head, head.status != 101 else { return false }
        return head.keepsAlive
    }

    func receive(_ head: HTTPResponseHead) {
        self.head = head
        guard mode != .collect, head.isSuccess || head.status == 101 else { return }
        let (body, source) = makeBody()
        self.source = source
        answer(.success(.streaming(head, body)))
    }

    func receive(_ bytes: ByteBuffer) throws(DockerError) {
        if let source {
            wantsBytes = source.yield(bytes)
        } else if collected.readableBytes == 0 {
            collected = bytes
        } else {
            collected.writeImmutableBuffer(bytes)
            guard collected.readableBytes <= Exchange.collectLimit else {
                throw DockerError(.limit, "\(words): the answer has more than \(Exchange.collectLimit) bytes; use a stream")
            }
        }
    }

    func finish() {
        stop()
        source?.finish(nil)
        if let head { answer(.success(.collected(head, collected))) }
    }

    func fail(_ error: DockerError) {
        stop()
        let error = DockerError(error.code, "\(words): \(error.message)", status: error.status)
        source?.finish(error)
        answer(.failure(error))
    }

    func demand() { wantsBytes = true }

    private func answer(_ result: Result<Outcome, DockerError>) {
        guard !isAnswered else { return }
        isAnswered = true
        deadline?.cancel()
        continuation.resume(returning: result)
    }

    private func stop() {
        sender?.cancel()
        deadline?.cancel()
        quiet?.timer?.cancel()
        quiet = nil
    }
}

// MARK: - Ending a stream that the engine forgets to end

extension Exchange {
    /// From now on, ends the stream once no byte has come for a while although the consumer waits for one.
    ///
    /// Some engines keep the connection of a log or an exec open after the container has ended.
    func endWhenQuiet(for amount: TimeAmount, of handler: ConnectionHandler) {
        quiet = (amount, nil)
        watchQuiet(of: handler)
    }

    func watchQuiet(of handler: ConnectionHandler) {
        guard let quiet, let context = handler.context else { return }
        quiet.timer?.cancel()
        guard wantsBytes else {
            self.quiet?.timer = nil
            return
        }
        let id = self.id
        let bound = NIOLoopBound(handler, eventLoop: context.eventLoop)
        self.quiet?.timer = context.eventLoop.scheduleTask(in: quiet.amount) { bound.value.endQuietly(id) }
    }
}

extension ConnectionHandler {
    /// Ends the exchange as if the engine had, and the connection with it.
    fileprivate func endQuietly(_ id: UInt64) {
        guard let ended = exchange, ended.id == id else { return }
        exchange = nil
        context?.close(promise: nil)
        ended.finish()
    }
}
