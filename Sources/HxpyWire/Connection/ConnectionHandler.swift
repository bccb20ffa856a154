import HaystackCore
import HaystackZinc
import NIOCore

/// Carries events from the channel to the state machine, and its actions back. All of it runs on the channel's event loop.
final class ConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Resolved with the accepted extensions once the connection is open, or with why it is not.
    let opening: Opening
    /// What other threads may look at.
    let status = ConnectionStatus()

    private let authentication: RequestFrame
    private let offered: [String]
    private let limits: CodecLimits
    private var machine = ConnectionStateMachine<Evaluation>()
    private var reader = ReplyReader(limits: CodecLimits(depth: Authentication.limits.depth, size: Authentication.limits.size))
    private var timers: [ObjectIdentifier: Scheduled<Void>] = [:]
    private var context: ChannelHandlerContext?
    /// The fault that the system reported last: the channel becomes inactive after it.
    private var fault: String?

    init(
        authentication: RequestFrame,
        offered: [String],
        limits: CodecLimits,
        opening: Opening
    ) {
        self.authentication = authentication
        self.offered = offered
        self.limits = limits
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
                guard machine.isReplyDue else { return perform(machine.unsolicited()) }
                guard let reply = try reader.read(&piece) else { return }
                received(reply, excess: piece.readableBytes)
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

    // MARK: - Replies

    private func received(_ reply: Reply, excess: Int) {
        if machine.isAuthenticating {
            reader.limits = limits
            perform(machine.authenticated(answer(reply)))
        } else {
            perform(machine.replied(isError: reply.isPythonError, excess: excess), reply: reply)
        }
    }

    private func answer(_ reply: Reply) -> Result<[String], HxpyError> {
        do throws(HxpyError) {
            return Authentication.answer(try reply.value(), offered: offered)
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
            opening.resolve(.success(extensions))
            if let next { send(next) }
        case .send(let evaluation): send(evaluation)
        case .answer(let evaluation, let next):
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
        opening.resolve(.failure(closing.reason))
        if let sent = closing.sent { resolve(sent, .failure(closing.reason)) }
        for evaluation in closing.unsent { resolve(evaluation, .failure(closing.unsentError)) }
        context?.close(promise: nil)
    }

    private func resolve(_ evaluation: Evaluation, _ outcome: Result<Reply, HxpyError>) {
        timers.removeValue(forKey: ObjectIdentifier(evaluation))?.cancel()
        evaluation.outcome.resolve(outcome)
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
