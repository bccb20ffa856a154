internal import NIOCore

/// Takes Docker's stream format apart: frames of one byte stream number, three zero bytes, four bytes big-endian length, and the payload;
/// or, of a container with a terminal, bytes as they are.
///
/// Pure: bytes in, in any pieces; chunks out. Parts of a payload are given out as they come, so that no frame has to fit the memory.
struct StreamDemultiplexer {
    /// Whether the container has a terminal: then there are no frames. The engine says so; it cannot be guessed from the bytes.
    let isTTY: Bool

    private var buffer = ByteBuffer()
    private var frame: (stream: OutputStream?, left: Int)?
    private var complaint = ByteBuffer()
    private var taken = 0

    private static let headerLength = 8
    private static let complaintLimit = 1 << 16

    init(isTTY: Bool) { self.isTTY = isTTY }

    /// Takes bytes.
    mutating func append(_ bytes: ByteBuffer) {
        guard buffer.readableBytes > 0 else {
            buffer = bytes
            return
        }
        buffer.discardReadBytes()
        buffer.writeImmutableBuffer(bytes)
    }

    /// The next chunk, or nil when more bytes are needed.
    ///
    /// - Throws: `.protocolViolation` for a damaged frame, `.stream` for an error that the engine put into the stream.
    mutating func next() throws(DockerError) -> OutputChunk? {
        if isTTY {
            guard buffer.readableBytes > 0 else { return nil }
            defer { buffer = ByteBuffer() }
            return OutputChunk(stream: .stdout, bytes: buffer)
        }
        while true {
            if frame == nil { frame = try nextHeader() }
            guard let current = frame else { return nil }
            guard current.left > 0 else {
                try endFrame(current.stream)
                continue
            }
            guard let bytes = buffer.readSlice(length: min(current.left, buffer.readableBytes)), bytes.readableBytes > 0 else { return nil }
            taken += bytes.readableBytes
            frame?.left -= bytes.readableBytes
            if frame?.left == 0, current.stream != nil { frame = nil }
            if let stream = current.stream { return OutputChunk(stream: stream, bytes: bytes) }
            if complaint.readableBytes < StreamDemultiplexer.complaintLimit { complaint.writeImmutableBuffer(bytes) }
        }
    }

    /// Says that the stream is at its end.
    ///
    /// - Throws: `.connectionClosed` in the middle of a frame.
    func finish() throws(DockerError) {
        guard frame != nil || buffer.readableBytes > 0 else { return }
        let missing = frame.map { "\($0.left) bytes of a frame missing" } ?? "an incomplete frame header"
        throw DockerError(.connectionClosed, "found the end of the stream after \(taken) bytes with \(missing), expected whole frames")
    }

    /// - Returns: the frame, whose stream is nil for the engine's own complaints.
    private mutating func nextHeader() throws(DockerError) -> (stream: OutputStream?, left: Int)? {
        guard let header = buffer.readSlice(length: StreamDemultiplexer.headerLength) else { return nil }
        guard
            let number: UInt8 = header.getInteger(at: header.readerIndex),
            let length: UInt32 = header.getInteger(at: header.readerIndex + 4), number <= 3,
            header.readableBytesView.dropFirst().prefix(3).allSatisfy({ $0 == 0 })
        else {
            let bytes = header.readableBytesView.map { String($0) }.joined(separator: " ")
            throw .malformed(
                "the frame header \(bytes) at byte \(taken)",
                "0 to 3, three zeros and a length; is this a container with a terminal?"
            )
        }
        taken += StreamDemultiplexer.headerLength
        let stream: OutputStream? = number == 3 ? nil : number == 2 ? .stderr : .stdout
        return (stream, Int(length))
    }

    private mutating func endFrame(_ stream: OutputStream?) throws(DockerError) {
        frame = nil
        guard stream == nil else { return }
        throw DockerError(.stream, "the engine reported: \(String(buffer: complaint))")
    }
}
