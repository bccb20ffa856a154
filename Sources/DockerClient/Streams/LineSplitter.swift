internal import NIOCore

/// Cuts bytes that arrive in any pieces into lines. Pure.
///
/// Lines end with a line feed, or, as terminals write them, with a carriage return before it. The last line needs no end.
struct LineSplitter {
    /// The most bytes of a line; a longer one is given out in parts.
    static let limit = 1 << 20

    private var buffer = ByteBuffer()
    /// How much of the buffer is known to hold no line feed.
    private var searched = 0
    /// Whether the last part given out was the beginning of a line that is not at its end.
    private var isWithinLine = false

    mutating func append(_ bytes: ByteBuffer) {
        guard buffer.readableBytes > 0 else {
            buffer = bytes
            return
        }
        buffer.discardReadBytes()
        buffer.writeImmutableBuffer(bytes)
    }

    /// The next whole line, or nil when more bytes are needed.
    mutating func next() -> String? {
        let view = buffer.readableBytesView.dropFirst(searched)
        if let end = view.firstIndex(of: UInt8(ascii: "\n")), end - buffer.readerIndex <= LineSplitter.limit {
            let length = end - buffer.readerIndex
            let isTerminated = length > 0 && buffer.readableBytesView[end - 1] == UInt8(ascii: "\r")
            let line = buffer.readString(length: isTerminated ? length - 1 : length)
            buffer.moveReaderIndex(forwardBy: isTerminated ? 2 : 1)
            searched = 0
            defer { isWithinLine = false }
            if isWithinLine, line == "" { return next() }
            return line
        }
        guard buffer.readableBytes > LineSplitter.limit else {
            searched = buffer.readableBytes
            return nil
        }
        searched = 0
        isWithinLine = true
        return buffer.readString(length: LineSplitter.limit)
    }

    /// What is left at the end: a last line without its line feed.
    mutating func finish() -> String? {
        searched = 0
        guard buffer.readableBytes > 0 else { return nil }
        return buffer.readString(length: buffer.readableBytes)
    }
}
