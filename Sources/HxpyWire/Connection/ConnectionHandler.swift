import HaystackCore
import HaystackZinc
import NIOCore

/// Carries events from the channel to the state machine, and its actions back. All of it runs on the channel's event loop.
final class ConnectionHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Resolved with the accepted extensions once the connection is open, or with why it is not.
    let opening: Opening
    /// What other threads may look at.
    let status = ConnectionStatus()

    /// What the server writes.
    let output = OutputQueue()

    private let authentication: RequestFrame
    private let options: HxpyConnection.Options
    private var accepted: [HxpyConnection.Extension] = []
    private var machine = ConnectionStateMachine<Evaluation>()
    private var reader = ReplyReader(limits: CodecLimits(depth: Authentication.limits.depth, size: Authentication.limits.size))
    private var outputReader = OutputFrameReader()
    private var timers: [ObjectIdentifier: Scheduled<Void>] = [:]
    /// How many requests were sent after the key; the number of the one that runs.
    private var requestCount = 0
    /// Ends the grace of the evaluation that runs, once it is interrupted.
    private var graceTimer: Scheduled<Void>?
    /// The queue of output is full: no more is read until it is drained.
    private var isReadingHeld = false
    private var isReadAsked = false
    private var context: ChannelHandlerContext?
    /// The fault that the system reported last: the channel becomes inactive after it.
    private var fault: String?

    init(authentication: RequestFrame, options: HxpyConnection.Options, opening: Opening) {
        self.authentication = authentication
        self.options = options
        self.opening = opening
    }

    // MARK: - Requests

    /// Takes an evaluation that a task waits for.
    func submit(_ evaluation: Evaluation) {
        // The task may have been cancelled on the way to this loop.
        guard !evaluation.outcome.isResolved else { return }
        if let deadline = evaluation.deadline, deadline <= .now() {
            let late = HxpyError(.timeout, "the time was up before the request could be sent, so nothing ran")
            return evaluation.outcome.resolve(.failure(late))
        }
        perform(machine.submit(evaluation))
        startTimer(evaluation)
    }

    /// Gives up an evaluation.
    func withdraw(_ evaluation: Evaluation, because reason: HxpyError) {
        perform(machine.withdraw(evaluation, because: reason))
    }

    /// Interrupts the evaluation that runs, and withdraws it when it has no reply after the grace.
    ///
    /// - Parameter evaluation: the one that is meant; nil for any.
    /// - Returns: whether it is with the server, and the server can be told.
    func interrupt(_ evaluation: Evaluation? = nil, because reason: HxpyError) -> Bool {
        guard accepted.contains(.interrupt), let running = machine.running, running == evaluation ?? running,
            let context, let frame = try? RequestFrame(["interrupt": .number(requestCount)])
        else { return false }
        guard options.interruptGrace > .zero else {
            withdraw(running, because: reason)
            return true
        }
        write(frame)
        if graceTimer == nil {
            graceTimer = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(options.interruptGrace)) {
                self.withdraw(running, because: reason)
            }
        }
        return true
    }

    /// Closes the connection.
    func close() {
        perform(machine.close())
    }

    // MARK: - Channel events

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive { perform(machine.connected()) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        perform(machine.disconnected(received: reader.pendingBytes, cause: fault))
        self.context = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        perform(machine.connected())
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var piece = unwrapInboundIn(data)
        do throws(HxpyError) {
            while piece.readableBytes > 0, !machine.isClosed {
                if isOutput(piece) {
                    if let (stream, bytes) = outputReader.read(&piece) { received(bytes, stream) }
                    continue
                }
                guard machine.isReplyDue else { return perform(machine.unsolicited()) }
                guard let reply = try reader.read(&piece) else { return }
                received(reply, excess: isOutput(piece) ? 0 : piece.readableBytes)
            }
        } catch {
            perform(machine.failed(error))
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        perform(machine.disconnected(received: reader.pendingBytes, cause: fault))
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fault = "\(error)"
        context.close(promise: nil)
    }

    func read(context: ChannelHandlerContext) {
        if isReadingHeld { isReadAsked = true } else { context.read() }
    }

    // MARK: - Output

    /// Whether the next byte is the server's output: only between replies, and where that was agreed on.
    private func isOutput(_ piece: ByteBuffer) -> Bool {
        guard accepted.contains(.output) else { return false }
        if outputReader.isInFrame { return true }
        return reader.pendingBytes == 0 && OutputFrameReader.isStart(piece.getInteger(at: piece.readerIndex))
    }

    private func received(_ bytes: ByteBuffer, _ stream: HxpyConnection.OutputStream) {
        guard options.output != nil, let eventLoop = context?.eventLoop else { return }
        let handler = NIOLoopBound(self, eventLoop: eventLoop)
        let isFull = output.add(stream, bytes) { eventLoop.execute { handler.value.goOnReading() } }
        if isFull { isReadingHeld = true }
    }

    private func goOnReading() {
        isReadingHeld = false
        guard isReadAsked else { return }
        isReadAsked = false
        context?.read()
    }

    // MARK: - Replies

    private func received(_ reply: Reply, excess: Int) {
        if machine.isAuthenticating {
            reader.limits = options.limits
            perform(machine.authenticated(answer(reply)))
        } else {
            perform(machine.replied(isError: reply.isPythonError, excess: excess), reply: reply)
        }
    }

    private func answer(_ reply: Reply) -> Result<[HxpyConnection.Extension], HxpyError> {
        do throws(HxpyError) {
            return Authentication.answer(try reply.value(), offered: options.extensions)
        } catch {
            return .failure(
                HxpyError(
                    .protocolViolation,
                    "the answer to the key cannot be read; check that an hxpy server listens there",
                    underlying: error.message
                )
            )
        }
    }

    // MARK: - Actions

    private func perform(_ action: ConnectionStateMachine<Evaluation>.Action, reply: Reply? = nil) {
        switch action {
        case .none: break
        case .authenticate: write(authentication)
        case .welcome(let extensions, let next):
            accepted = extensions
            opening.resolve(.success(extensions))
            if let next { send(next) }
        case .send(let evaluation): send(evaluation)
        case .answer(let evaluation, let next):
            endGrace()
            if let next { send(next) }
            answer(evaluation, reply)
        case .answerAndClose(let evaluation, let closing):
            close(closing)
            answer(evaluation, reply)
        case .refuse(let evaluation, let error): resolve(evaluation, .failure(error))
        case .close(let closing): close(closing)
        }
    }

    private func answer(_ evaluation: Evaluation, _ reply: Reply?) {
        guard let reply else { preconditionFailure("an answer without a reply") }
        resolve(evaluation, .success(reply))
    }

    private func send(_ evaluation: Evaluation) {
        guard let frame = evaluation.takeFrame() else { preconditionFailure("a request was sent twice") }
        requestCount += 1
        write(frame)
    }

    private func write(_ frame: RequestFrame) {
        guard let context else { return }
        // A write that fails closes the channel, and that is what is told.
        for part in frame.parts { context.write(wrapOutboundOut(part), promise: nil) }
        context.flush()
    }

    private func close(_ closing: ConnectionStateMachine<Evaluation>.Closing) {
        status.close(closing.reason)
        endGrace()
        output.finish()
        opening.resolve(.failure(closing.reason))
        if let sent = closing.sent { resolve(sent, .failure(closing.reason)) }
        for evaluation in closing.unsent { resolve(evaluation, .failure(closing.unsentError)) }
        context?.close(promise: nil)
    }

    private func resolve(_ evaluation: Evaluation, _ outcome: Result<Reply, HxpyError>) {
        timers.removeValue(forKey: ObjectIdentifier(evaluation))?.cancel()
        evaluation.outcome.resolve(outcome)
    }

    private func endGrace() {
        graceTimer?.cancel()
        graceTimer = nil
    }

    private func startTimer(_ evaluation: Evaluation) {
        guard let deadline = evaluation.deadline, let context, !evaluation.outcome.isResolved else { return }
        timers[ObjectIdentifier(evaluation)] = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) {
            self.timers[ObjectIdentifier(evaluation)] = nil
            self.withdraw(
                evaluation,
                because: HxpyError(
                    .timeout,
                    "no answer came in time, and the protocol cannot stop an evaluation"
                )
            )
        }
    }
}
