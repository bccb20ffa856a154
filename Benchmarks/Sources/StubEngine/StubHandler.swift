internal import NIOCore

/// Answers calls one after the other.
final class StubHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private static let bodyEnd = Array("0\r\n\r\n".utf8)
    private static let ping = answer(
        "OK", "Api-Version: 1.41\r\nCache-Control: no-cache, no-store, must-revalidate\r\nContent-Type: text/plain; charset=utf-8\r\n")
    private static let inspection = answer(#"{"Id":"stub","State":{"Running":false},"Config":{"Tty":false}}"#, "Content-Type: application/json\r\n")
    private static let done = answer("", "")
    private static let framePayload = 1 << 16

    private var buffer = ByteBuffer()
    private var isInBody = false
    private var tail: [UInt8] = []
    private var frames = 0
    private var frame = ByteBuffer()

    private static func answer(_ body: String, _ headers: String) -> ByteBuffer {
        ByteBuffer(
            string: "HTTP/1.1 200 OK\r\nOstype: linux\r\nServer: Stub\r\nDate: Tue, 24 Nov 2026 02:14:33 GMT\r\n\(headers)"
                + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
        )
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        if isInBody { return passBody(bytes, context) }
        buffer.writeImmutableBuffer(bytes)
        guard let end = buffer.headEnd else { return }
        let head = buffer.readString(length: end) ?? ""
        let rest = buffer
        buffer = ByteBuffer()
        begin(head, context)
        if isInBody, rest.readableBytes > 0 { passBody(rest, context) }
    }

    private func begin(_ head: String, _ context: ChannelHandlerContext) {
        if head.hasPrefix("GET /v1.41/_ping ") { return send(StubHandler.ping, context) }
        let target = head.split(separator: " ", maxSplits: 2)[1]
        let path = target.prefix { $0 != "?" }
        if head.contains("Transfer-Encoding: chunked") {
            isInBody = true
        } else if path.hasSuffix("/json") {
            send(StubHandler.inspection, context)
        } else if path.hasSuffix("/logs") {
            let count = target.split(separator: "&").first { $0.hasPrefix("tail=") || $0.contains("?tail=") }
                .flatMap { Int($0.drop { $0 != "=" }.dropFirst()) }
            beginLog(bytes: count ?? 0, context)
        } else {
            send(StubHandler.done, context)
        }
    }

    private func send(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
    }

    /// The end of the chunks is looked for in the last bytes alone: an archive of zeros does not hold it.
    private func passBody(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        let count = min(bytes.readableBytes, StubHandler.bodyEnd.count)
        tail = Array((tail + (bytes.getBytes(at: bytes.writerIndex - count, length: count) ?? [])).suffix(StubHandler.bodyEnd.count))
        guard tail == StubHandler.bodyEnd else { return }
        isInBody = false
        tail = []
        send(StubHandler.done, context)
    }

    // MARK: - A log

    /// Sends a log in chunks of one frame each, no faster than they are taken.
    private func beginLog(bytes: Int, _ context: ChannelHandlerContext) {
        frames = bytes / StubHandler.framePayload
        var chunk = ByteBuffer()
        chunk.writeString(String(StubHandler.framePayload + 8, radix: 16) + "\r\n")
        chunk.writeBytes([1, 0, 0, 0])
        chunk.writeInteger(UInt32(StubHandler.framePayload))
        chunk.writeRepeatingByte(UInt8(ascii: "x"), count: StubHandler.framePayload - 1)
        chunk.writeString("\n\r\n")
        frame = chunk
        send(
            ByteBuffer(
                string: "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.multiplexed-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
            ),
            context
        )
        continueLog(context)
    }

    private func continueLog(_ context: ChannelHandlerContext) {
        while frames > 0, context.channel.isWritable {
            frames -= 1
            send(frame, context)
            if frames == 0 { send(ByteBuffer(bytes: StubHandler.bodyEnd), context) }
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        continueLog(context)
        context.fireChannelWritabilityChanged()
    }
}
