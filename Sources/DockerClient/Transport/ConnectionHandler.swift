internal import NIOCore

/// Runs one exchange after the other on a connection: the thin shell around ``HTTPResponseParser``. Everything happens on the event loop.
///
/// The channel reads only when asked to, so that a slow consumer stops the engine instead of filling this program's memory.
final class ConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    var parser = HTTPResponseParser()
    var exchange: Exchange?
    var failure: DockerError?
    var context: ChannelHandlerContext?
    /// A call that was ended before it began.
    var endedEarly: (id: UInt64, error: DockerError)?
    private var isReading = false

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive { read() }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        fail(DockerError(.connectionClosed, "the connection was taken down"))
        self.context = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        context.fireChannelActive()
        read()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard exchange != nil else {
            // Bytes that nobody asked for: whatever follows could not be told from the next answer.
            return close(DockerError.malformed("bytes after an answer", "silence until the next call"))
        }
        exchange?.touched = true
        parser.append(unwrapInboundIn(data))
        pump()
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isReading = false
        if exchange?.wantsBytes ?? true { read() }
        exchange?.watchQuiet(of: self)
        context.fireChannelReadComplete()
    }

    func channelInactive(context: ChannelHandlerContext) {
        if exchange != nil {
            do throws(DockerError) {
                while let event = try parser.next() { handle(event) }
                if let event = try parser.finish() { handle(event) }
            } catch {
                fail(failure ?? error)
            }
        }
        fail(failure ?? DockerError(.connectionClosed, "the engine closed the connection"))
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        close(DockerError(transport: error))
    }

    /// Asks the channel for more, once.
    func read() {
        guard !isReading, let context else { return }
        isReading = true
        context.read()
    }

    /// Ends the exchange with an error, and the connection with it.
    func close(_ error: DockerError) {
        failure = failure ?? error
        fail(error)
        context?.close(promise: nil)
    }

    /// Why nothing can be sent: what the connection failed with, or that it was closed, after which a call may go on another one.
    var failureBeforeCall: DockerError {
        guard let failure, failure.code != .connectionClosed else {
            return DockerError(.stale, failure?.message ?? "the engine closed the connection before the call")
        }
        return failure
    }

    private func fail(_ error: DockerError) {
        let ended = exchange
        exchange = nil
        ended?.fail(error)
    }

    private func pump() {
        do throws(DockerError) {
            while exchange != nil, let event = try parser.next() { handle(event) }
        } catch {
            close(error)
        }
    }

    private func handle(_ event: HTTPResponseParser.Event) {
        switch event {
        case .head(let head): exchange?.receive(head)
        case .bytes(let bytes):
            do throws(DockerError) { try exchange?.receive(bytes) } catch { close(error) }
        case .end: complete()
        }
    }

    private func complete() {
        guard let ended = exchange, let context else { return }
        exchange = nil
        if ended.keepsAlive, ended.isSent, !parser.holdsBytes, context.channel.isActive {
            ended.release()
            read()
        } else {
            context.close(promise: nil)
        }
        ended.finish()
    }
}
