public import NIOCore
internal import Synchronization

/// What a container or an exec writes, as it comes: pieces of its standard output and its standard error, in the engine's order.
///
/// ```swift
/// for try await line in try await docker.containers.logs("web", follow: true).lines {
///     print(line.stream, line.text)
/// }
/// ```
///
/// It can be read once, by one task, and the engine waits while nobody reads. It ends when the process does, also where the engine keeps the
/// connection open. Letting go of it closes the connection.
public struct ProcessOutput: AsyncSequence, Sendable {
    /// What comes.
    public typealias Element = OutputChunk
    /// What reading may throw.
    public typealias Failure = DockerError

    private let body: ResponseBody
    /// Whether the process has a terminal; then everything is standard output.
    public let isTTY: Bool
    private let watch: EndWatch?

    init(_ stream: OpenStream, isTTY: Bool, watch: EndWatch?) {
        body = stream.body
        self.isTTY = isTTY
        self.watch = watch
    }

    /// Starts reading.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(body: body.iterate(), demultiplexer: StreamDemultiplexer(isTTY: isTTY), watch: watch)
    }

    /// The output as lines. The last one needs no line feed at its end.
    public var lines: ProcessLines { ProcessLines(output: self) }

    /// Reads to the end.
    ///
    /// - Parameter limit: the most bytes of both together.
    /// - Throws: `.limit` for more.
    public func collect(limit: Int = 64 << 20) async throws(DockerError) -> (stdout: ByteBuffer, stderr: ByteBuffer) {
        var iterator = makeAsyncIterator()
        var stdout = ByteBuffer()
        var stderr = ByteBuffer()
        while let chunk = try await iterator.next(isolation: #isolation) {
            switch chunk.stream {
            case .stdout: stdout.writeImmutableBuffer(chunk.bytes)
            case .stderr: stderr.writeImmutableBuffer(chunk.bytes)
            }
            guard stdout.readableBytes + stderr.readableBytes <= limit else {
                throw DockerError(.limit, "the process wrote more than the \(limit) bytes allowed; read its output piece by piece")
            }
        }
        return (stdout, stderr)
    }

    /// Reads ``ProcessOutput``.
    public struct AsyncIterator: AsyncIteratorProtocol {
        var body: ResponseBody.Iterator
        var demultiplexer: StreamDemultiplexer
        /// Held as long as somebody reads.
        let watch: EndWatch?

        /// The next piece, or nil at the end.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(DockerError) -> OutputChunk? {
            while true {
                if let chunk = try demultiplexer.next() { return chunk }
                guard let bytes = try await body.next(isolation: actor) else {
                    try demultiplexer.finish()
                    return nil
                }
                demultiplexer.append(bytes)
            }
        }
    }
}

/// Waits for the end of a process beside its output, and then ends the output once it is quiet. Ends with its owner.
final class EndWatch: Sendable {
    private let task: Task<Void, Never>

    /// How long after the process' end its output may pause before it counts as complete.
    static let grace = TimeAmount.milliseconds(500)

    /// - Parameter ended: returns when the process has ended, or it cannot be known.
    init(_ connection: Connection, ended: @escaping @Sendable () async -> Bool) {
        task = Task {
            if await ended() { connection.endWhenQuiet(for: EndWatch.grace) }
        }
    }

    deinit { task.cancel() }
}
