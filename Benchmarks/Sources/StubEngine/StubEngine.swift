internal import NIOCore
internal import NIOPosix

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// An engine on a unix socket of this process that answers at once: what a client costs, without what an engine costs.
///
/// - `/_ping` answers as a Docker engine does.
/// - `…/logs` answers with frames of standard output, as many bytes as the query's `tail` says.
/// - `…/json` answers with a container without a terminal.
/// - anything else, an archive that is put among it, is read to its end and answered with 200.
public final class StubEngine: Sendable {
    /// The socket's path.
    public let path: String
    private let listener: any Channel
    /// A thread of its own: an engine is another process, and a client that happened to share its thread would seem to be fast.
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    /// Starts one.
    public init() async throws {
        path = FileManager.default.temporaryDirectory.path + "/engine-\(UInt32.random(in: 0...UInt32.max)).sock"
        listener = try await ServerBootstrap(group: group)
            .childChannelOption(.recvAllocator, value: AdaptiveRecvByteBufferAllocator(minimum: 1024, initial: 4096, maximum: 1 << 18))
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(StubHandler()) }
            }
            .bind(unixDomainSocketPath: path).get()
    }

    /// Stops it.
    public func close() async throws {
        try await listener.close()
        try await group.shutdownGracefully()
        try? FileManager.default.removeItem(atPath: path)
    }
}
