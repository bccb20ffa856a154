import NIOCore

/// Takes the frames of the extension `output` out of what comes between replies, in whatever pieces they come.
///
/// A frame is a byte F1 (standard output) or F2 (standard error), 4 bytes of length, most significant first, and that many bytes.
struct OutputFrameReader {
    private enum State {
        case between
        case header(ByteBuffer)
        case body(HxpyConnection.OutputStream, remaining: Int)
    }

    private static let headerSize = 5
    private var state = State.between

    /// Whether the next byte belongs to a frame that has begun.
    var isInFrame: Bool {
        if case .between = state { false } else { true }
    }

    /// Whether a byte begins a frame.
    static func isStart(_ byte: UInt8?) -> Bool { byte == 0xF1 || byte == 0xF2 }

    /// Takes bytes of a frame off a piece: what was written, as far as it has come. Nil where more must come for that.
    mutating func read(_ piece: inout ByteBuffer) -> (HxpyConnection.OutputStream, ByteBuffer)? {
        while piece.readableBytes > 0 {
            switch state {
            case .between:
                guard OutputFrameReader.isStart(piece.getInteger(at: piece.readerIndex)) else { return nil }
                state = .header(ByteBuffer())
            case .header(var header):
                let missing = min(OutputFrameReader.headerSize - header.readableBytes, piece.readableBytes)
                if var part = piece.readSlice(length: missing) { header.writeBuffer(&part) }
                state = body(&header) ?? .header(header)
            case .body(let stream, let remaining):
                let count = min(remaining, piece.readableBytes)
                guard let bytes = piece.readSlice(length: count) else { return nil }
                state = count == remaining ? .between : .body(stream, remaining: remaining - count)
                return (stream, bytes)
            }
        }
        return nil
    }

    /// What follows a header, nil while that is not whole.
    private func body(_ header: inout ByteBuffer) -> State? {
        guard header.readableBytes == OutputFrameReader.headerSize, let kind: UInt8 = header.readInteger(), let count: UInt32 = header.readInteger()
        else { return nil }
        return count == 0 ? .between : .body(kind == 0xF1 ? .standardOutput : .standardError, remaining: Int(count))
    }
}
