internal import NIOCore

/// A call as it goes over the wire.
struct HTTPRequest: Sendable {
    /// What is sent after the headers.
    enum Body: Sendable {
        case none
        case bytes(ByteBuffer)
        /// Sent in chunks, as they come.
        case stream(ByteSource)
    }

    var method: HTTPMethod
    /// Path and query, escaped.
    var target: String
    var headers: HTTPHeaders = [:]
    var body: Body = .none

    /// The call in words, for messages: without its query, which may be long.
    var words: String { "\(method.rawValue) \(target.prefix { $0 != "?" })" }

    /// The head, and the body where it is there already.
    func encoded(host: String, allocator: ByteBufferAllocator) -> ByteBuffer {
        var buffer = allocator.buffer(capacity: 512)
        buffer.writeString("\(method.rawValue) \(target) HTTP/1.1\r\nHost: \(host)\r\n")
        for field in headers.fields { buffer.writeString("\(field.name): \(field.value)\r\n") }
        switch body {
        case .none:
            if method == .post || method == .put { buffer.writeString("Content-Length: 0\r\n") }
            buffer.writeString("\r\n")
        case .bytes(let bytes):
            buffer.writeString("Content-Length: \(bytes.readableBytes)\r\n\r\n")
            buffer.writeImmutableBuffer(bytes)
        case .stream:
            buffer.writeString("Transfer-Encoding: chunked\r\n\r\n")
        }
        return buffer
    }
}
