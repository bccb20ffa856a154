internal import NIOCore

/// Writes pieces to a channel in HTTP's chunked coding.
///
/// Small pieces, such as the headers of an archive, wait for others to share a chunk with. One chunk may be on its way while the next one is
/// made; whoever makes more has to wait.
final class ChunkWriter {
    private let channel: any Channel
    private var collected = ByteBuffer()
    private var underWay: EventLoopFuture<Void>?

    /// What is smaller is worth its copy.
    private static let smallPiece = 1 << 14
    private static let chunkSize = 1 << 16

    init(_ channel: any Channel) { self.channel = channel }

    /// Takes a piece, and waits while the engine does not take what came before.
    func write(_ piece: ByteBuffer) async throws(DockerError) {
        if piece.readableBytes < ChunkWriter.smallPiece {
            collected.writeImmutableBuffer(piece)
            if collected.readableBytes >= ChunkWriter.chunkSize { try await flush() }
        } else {
            try await flush()
            try await send(piece)
        }
    }

    /// Sends what waits.
    func flush() async throws(DockerError) {
        guard collected.readableBytes > 0 else { return }
        try await send(collected)
        collected = ByteBuffer()
    }

    private func send(_ chunk: ByteBuffer) async throws(DockerError) {
        let sent = channel.eventLoop.makePromise(of: Void.self)
        channel.eventLoop.execute { [channel] in
            channel.write(ByteBuffer(string: String(chunk.readableBytes, radix: 16) + "\r\n"), promise: nil)
            channel.write(chunk, promise: nil)
            channel.writeAndFlush(ByteBuffer(string: "\r\n"), promise: sent)
        }
        let before = underWay
        underWay = sent.futureResult
        do { try await before?.get() } catch { throw DockerError(transport: error) }
    }
}
