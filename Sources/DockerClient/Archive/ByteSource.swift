public import NIOCore

/// Bytes that are made while they are sent: an archive of a folder, a file, a sequence of pieces. Whoever takes them sets the pace.
public struct ByteSource: Sendable {
    /// Takes pieces, one after the other; it returns when it has room for the next one.
    public typealias Sink = (ByteBuffer) async throws -> Void

    private let body: @Sendable (@escaping Sink) async throws -> Void

    /// Makes a source that calls its sink for each piece.
    public init(_ body: @escaping @Sendable (_ sink: @escaping Sink) async throws -> Void) { self.body = body }

    /// Makes a source of the pieces of a sequence.
    public init<Pieces: AsyncSequence & Sendable>(_ pieces: Pieces) where Pieces.Element == ByteBuffer {
        self.init { sink in
            for try await piece in pieces { try await sink(piece) }
        }
    }

    /// Makes a source of bytes that are there.
    public init(_ bytes: ByteBuffer) {
        self.init { sink in try await sink(bytes) }
    }

    /// Gives all pieces to a sink.
    public func send(to sink: @escaping Sink) async throws { try await body(sink) }

    /// The same bytes, compressed by gzip.
    ///
    /// - Parameter level: 1, which is fast, to 9, which is small.
    public func gzip(level: Int = 6) -> ByteSource {
        ByteSource { sink in
            let stream = try ZlibStream(.compress(level: min(max(level, 0), 9)))
            try await send { piece in
                let compressed = try stream.run(piece)
                if compressed.readableBytes > 0 { try await sink(compressed) }
            }
            try await sink(stream.run(ByteBuffer(), isLast: true))
        }
    }

    /// Collects all bytes.
    public func collect() async throws(DockerError) -> ByteBuffer {
        let all = Collected()
        do {
            try await send { piece in all.bytes.writeImmutableBuffer(piece) }
        } catch {
            throw DockerError(source: error)
        }
        return all.bytes
    }

    private final class Collected {
        var bytes = ByteBuffer()
    }
}

extension DockerError {
    /// The error of something that reads files.
    init(source error: any Error) {
        switch error {
        case let error as DockerError: self = error
        case is CancellationError: self = .cancelled
        default: self.init(.file, "\(error)")
        }
    }
}
