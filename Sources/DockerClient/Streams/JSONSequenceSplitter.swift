internal import NIOCore

/// Cuts a sequence of JSON objects, with or without white space between them, into the objects; bytes arrive in any pieces. Pure.
struct JSONSequenceSplitter {
    /// The most bytes of one object.
    static let limit = 64 << 20

    private var buffer = ByteBuffer()
    /// How much of the buffer has been looked at.
    private var scanned = 0
    private var depth = 0
    private var isInString = false
    private var isEscaped = false

    mutating func append(_ bytes: ByteBuffer) {
        buffer.discardReadBytes()
        buffer.writeImmutableBuffer(bytes)
    }

    /// The next whole object, or nil when more bytes are needed.
    ///
    /// - Throws: `.protocolViolation` for anything between objects but white space, `.limit` for an object that is too large.
    mutating func next() throws(DockerError) -> ByteBuffer? {
        if depth == 0 { try skipToObject() }
        let view = buffer.readableBytesView
        for byte in view.dropFirst(scanned) {
            scanned += 1
            if step(byte) {
                defer {
                    scanned = 0
                    buffer.discardReadBytes()
                }
                return buffer.readSlice(length: scanned)
            }
        }
        guard scanned <= JSONSequenceSplitter.limit else {
            throw DockerError(.limit, "found an object of more than \(JSONSequenceSplitter.limit) bytes in a stream of the engine")
        }
        return nil
    }

    /// Says that the stream is at its end.
    ///
    /// - Throws: `.connectionClosed` in the middle of an object.
    func finish() throws(DockerError) {
        guard depth > 0 else { return }
        throw DockerError(.connectionClosed, "found the end of the stream in the middle of a JSON object, expected whole objects")
    }

    /// Passes over white space, and the record separators of `application/json-seq`.
    private mutating func skipToObject() throws(DockerError) {
        while let byte: UInt8 = buffer.getInteger(at: buffer.readerIndex) {
            switch byte {
            case 0x20, 0x09, 0x0a, 0x0d, 0x1e: buffer.moveReaderIndex(forwardBy: 1)
            case UInt8(ascii: "{"): return
            default:
                let start = buffer.getString(at: buffer.readerIndex, length: min(buffer.readableBytes, 60)) ?? ""
                throw .malformed("\"\(start)\" in a stream of JSON", "an object")
            }
        }
    }

    /// Takes a byte; true at the end of an object.
    private mutating func step(_ byte: UInt8) -> Bool {
        if isEscaped {
            isEscaped = false
            return false
        }
        switch byte {
        case UInt8(ascii: "\\") where isInString: isEscaped = true
        case UInt8(ascii: "\""): isInString.toggle()
        case UInt8(ascii: "{") where !isInString, UInt8(ascii: "[") where !isInString: depth += 1
        case UInt8(ascii: "}") where !isInString, UInt8(ascii: "]") where !isInString:
            depth -= 1
            return depth == 0
        default: break
        }
        return false
    }
}
