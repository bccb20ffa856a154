import DockerClient
import Foundation
import NIOCore
import NIOPosix

/// A bad road to the engine: a unix socket whose bytes arrive late, in small pieces, or not to the end.
final class Proxy: Sendable {
    /// How the engine's bytes arrive.
    struct Road: Sendable {
        /// The most bytes of a piece.
        var pieceSize = Int.max
        /// The time before a piece.
        var delay = Duration.zero
        /// The number of bytes after which a connection is cut.
        var cut = Int.max
    }

    let path: String
    private let listener: any Channel

    var endpoint: DockerEndpoint { .unix(path: path) }

    init(to engine: String, _ road: Road, path: String? = nil) async throws {
        let path = path ?? NSTemporaryDirectory() + "proxy-\(UInt32.random(in: 0...UInt32.max)).sock"
        self.path = path
        listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.autoRead, value: false)
            .childChannelInitializer { client in
                ClientBootstrap(group: client.eventLoop)
                    .channelOption(.allowRemoteHalfClosure, value: true)
                    .channelInitializer { server in
                        server.eventLoop.makeCompletedFuture {
                            try server.pipeline.syncOperations.addHandler(Forwarding(to: client, road))
                        }
                    }
                    .connect(unixDomainSocketPath: engine)
                    .flatMap { server in
                        client.eventLoop.makeCompletedFuture {
                            try client.pipeline.syncOperations.addHandler(Forwarding(to: server, Road()))
                        }
                    }
                    .flatMap { client.setOption(.autoRead, value: true) }
            }
            .bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true).get()
    }

    func close() async throws {
        try await listener.close()
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of the engine's socket; nil where it has none.
    static var engineSocket: String? {
        guard case .unix(let path)? = try? DockerEndpoint.locate() else { return nil }
        return path
    }
}

/// Sends what comes from one channel to the other, as the road has it.
private final class Forwarding: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let target: any Channel
    private let road: Proxy.Road
    private var left: Int
    private var wait = TimeAmount.zero

    init(to target: any Channel, _ road: Proxy.Road) {
        self.target = target
        self.road = road
        left = road.cut
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        while let piece = bytes.readSlice(length: min(bytes.readableBytes, road.pieceSize, left)), piece.readableBytes > 0 {
            left -= piece.readableBytes
            later { [target] in target.writeAndFlush(piece, promise: nil) }
        }
        if left == 0 {
            later { [target] in target.close(promise: nil) }
            context.close(promise: nil)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .inputClosed? = event as? ChannelEvent { later { [target] in target.close(mode: .output, promise: nil) } }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        later { [target] in target.close(promise: nil) }
    }

    /// Does it now, or after everything that waits.
    private func later(_ body: @escaping @Sendable () -> Void) {
        guard road.delay > .zero else { return body() }
        wait = wait + TimeAmount(road.delay)
        target.eventLoop.scheduleTask(in: wait, body)
    }
}
