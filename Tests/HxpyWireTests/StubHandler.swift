import HaystackCore
import HaystackZinc
import NIOCore

/// Takes requests apart and does with them what the script says.
final class StubHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let script: (Value) -> StubServer.Answer
    private let report: (StubServer.Event) -> Void
    private var received = ByteBuffer()

    init(_ script: @escaping (Value) -> StubServer.Answer, report: @escaping (StubServer.Event) -> Void) {
        self.script = script
        self.report = report
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var piece = unwrapInboundIn(data)
        received.writeBuffer(&piece)
        while let request = nextRequest() {
            report(.request(request))
            answer(script(request), context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        report(.closed)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func nextRequest() -> Value? {
        guard let length = received.getInteger(at: received.readerIndex, as: UInt32.self), received.readableBytes >= 4 + Int(length) else {
            return nil
        }
        received.moveReaderIndex(forwardBy: 4)
        return received.readBytes(length: Int(length)).flatMap { try? Brio.decode($0, options: .hxpy) }
    }

    private func answer(_ answer: StubServer.Answer, _ context: ChannelHandlerContext) {
        switch answer {
        case .nothing: break
        case .close: context.close(promise: nil)
        case .bytes(let bytes): write(bytes, context)
        case .byteByByte(let bytes):
            for byte in bytes { write([byte], context) }
        case .bytesThenClose(let bytes):
            write(bytes, context)
            context.close(promise: nil)
        }
    }

    private func write(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
    }
}
