internal import NIOCore

/// Reads answers of HTTP/1.1 from bytes that arrive in any pieces: a pure state machine, one answer after the other.
struct HTTPResponseParser {
    enum Event {
        case head(HTTPResponseHead)
        case bytes(ByteBuffer)
        case end
    }

    private enum Stage {
        case head
        case fixed(left: Int)
        case chunked(ChunkedBodyParser)
        /// Everything until the connection ends: an old-style body, or a hijacked connection.
        case untilClose
        case ended
    }

    private var buffer = ByteBuffer()
    private var headParser = HTTPHeadParser()
    private var stage = Stage.head
    private var isHead = false

    /// Makes ready for the answer to the next call.
    mutating func begin(_ method: HTTPMethod) {
        stage = .head
        isHead = method == .head
    }

    /// Whether bytes wait that no answer asked for.
    var holdsBytes: Bool { buffer.readableBytes > 0 }

    /// Takes bytes.
    mutating func append(_ bytes: ByteBuffer) {
        guard buffer.readableBytes > 0 else {
            buffer = bytes
            return
        }
        buffer.discardReadBytes()
        buffer.writeImmutableBuffer(bytes)
    }

    /// The next event, or nil when more bytes are needed.
    mutating func next() throws(DockerError) -> Event? {
        switch stage {
        case .head: return try nextHead()
        case .fixed(let left):
            guard left > 0 else { return end() }
            guard let bytes = buffer.readSlice(length: min(left, buffer.readableBytes)), bytes.readableBytes > 0 else { return nil }
            stage = .fixed(left: left - bytes.readableBytes)
            return .bytes(bytes)
        case .chunked(var parser):
            let event = try parser.next(&buffer)
            stage = .chunked(parser)
            guard let event else { return nil }
            guard case .bytes(let bytes) = event else { return end() }
            return .bytes(bytes)
        case .untilClose:
            guard buffer.readableBytes > 0 else { return nil }
            defer { buffer = ByteBuffer() }
            return .bytes(buffer)
        case .ended: return nil
        }
    }

    /// What the end of the connection means: the end of a body that has no other end, or an answer cut short.
    mutating func finish() throws(DockerError) -> Event? {
        switch stage {
        case .untilClose: return end()
        case .ended: return nil
        case .head:
            throw DockerError(.connectionClosed, "the engine closed the connection before it answered; did it stop or restart?")
        case .fixed(let left):
            throw DockerError(.connectionClosed, "the engine closed the connection \(left) bytes before the end of its answer")
        case .chunked:
            throw DockerError(.connectionClosed, "the engine closed the connection in the middle of its answer")
        }
    }

    private mutating func end() -> Event {
        stage = .ended
        return .end
    }

    private mutating func nextHead() throws(DockerError) -> Event? {
        while let head = try headParser.next(&buffer) {
            // 100 Continue and other early words are not the answer.
            if (100..<200).contains(head.status), head.status != 101 { continue }
            stage = try body(after: head)
            return .head(head)
        }
        return nil
    }

    /// How the body ends, RFC 9112 section 6.3.
    private func body(after head: HTTPResponseHead) throws(DockerError) -> Stage {
        if isHead || head.status == 204 || head.status == 304 { return .fixed(left: 0) }
        if head.status == 101 { return .untilClose }
        if head.headers.list("Transfer-Encoding", holds: "chunked") { return .chunked(ChunkedBodyParser()) }
        let lengths = Set(head.headers.values("Content-Length"))
        guard let text = lengths.first else { return .untilClose }
        guard lengths.count == 1, let length = text.digits else {
            throw .malformed("the content length \"\(lengths.sorted().joined(separator: ", "))\"", "one number")
        }
        return .fixed(left: length)
    }
}
