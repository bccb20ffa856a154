public import NIOCore

/// Bytes of the engine as they come: an archive, a saved image.
///
/// It can be read once, by one task, and the engine waits while nobody reads. Letting go of it closes the connection.
public struct ByteStream: AsyncSequence, Sendable {
    /// What comes.
    public typealias Element = ByteBuffer
    /// What reading may throw.
    public typealias Failure = DockerError

    private let body: ResponseBody

    init(_ stream: OpenStream) { body = stream.body }

    /// Starts reading.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(body: body.iterate()) }

    /// Reads to the end.
    ///
    /// - Throws: `.limit` for more bytes than allowed.
    public func collect(limit: Int = 256 << 20) async throws(DockerError) -> ByteBuffer {
        var iterator = makeAsyncIterator()
        var all = ByteBuffer()
        while let bytes = try await iterator.next(isolation: #isolation) {
            all.writeImmutableBuffer(bytes)
            guard all.readableBytes <= limit else { throw DockerError(.limit, "the stream has more than the \(limit) bytes allowed") }
        }
        return all
    }

    /// Reads a ``ByteStream``.
    public struct AsyncIterator: AsyncIteratorProtocol {
        var body: ResponseBody.Iterator

        /// The next piece, or nil at the end.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(DockerError) -> ByteBuffer? {
            try await body.next(isolation: actor)
        }
    }
}
