internal import NIOCore
internal import NIOPosix

/// A call of `/_ping` as somebody writes it who needs nothing else: the bytes are sent, and read until as many have come as the head says.
public final class RawExchange: Sendable {
    private let channel: any Channel
    private let handler: NIOLoopBound<RawHandler>

    private static let request = ByteBuffer(string: "GET /v1.41/_ping HTTP/1.1\r\nHost: docker\r\n\r\n")

    /// Connects.
    public init(path: String) async throws {
        (channel, handler) = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(unixDomainSocketPath: path) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = RawHandler()
                    try channel.pipeline.syncOperations.addHandler(handler)
                    return (channel, NIOLoopBound(handler, eventLoop: channel.eventLoop))
                }
            }
    }

    /// Sends the call and waits for the answer.
    ///
    /// - Returns: the status.
    public func ping() async throws -> Int {
        try await withCheckedThrowingContinuation { continuation in
            channel.eventLoop.execute { [channel, handler] in
                handler.value.continuation = continuation
                channel.writeAndFlush(RawExchange.request, promise: nil)
            }
        }
    }

    /// Disconnects.
    public func close() async throws { try await channel.close() }
}

private final class RawHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    var continuation: CheckedContinuation<Int, any Error>?
    private var buffer = ByteBuffer()

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        buffer.writeImmutableBuffer(unwrapInboundIn(data))
        guard let head = buffer.headEnd, buffer.readableBytes >= head + buffer.contentLength(head: head) else { return }
        let status = buffer.status
        buffer.clear()
        continuation?.resume(returning: status)
        continuation = nil
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        continuation?.resume(throwing: error)
        continuation = nil
        context.close(promise: nil)
    }
}
