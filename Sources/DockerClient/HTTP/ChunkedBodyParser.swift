internal import NIOCore

/// Reads a body in HTTP's chunked coding from bytes that arrive in any pieces.
///
/// Parts of a chunk are given out as they come: nothing is kept back until a chunk is whole.
struct ChunkedBodyParser {
    enum Event: Equatable {
        case bytes(ByteBuffer)
        case end
    }

    private enum Stage { case size, data(left: Int), dataEnd, trailers }

    private var stage = Stage.size
    private var trailerBytes = 0
    private static let lineLimit = 4096

    /// The next event, or nil when more bytes are needed.
    mutating func next(_ buffer: inout ByteBuffer) throws(DockerError) -> Event? {
        while true {
            switch stage {
            case .size:
                guard let line = try buffer.readLine(limit: ChunkedBodyParser.lineLimit) else { return nil }
                let size = try ChunkedBodyParser.size(line)
                stage = size == 0 ? .trailers : .data(left: size)
            case .data(let left):
                guard buffer.readableBytes > 0 else { return nil }
                return .bytes(take(min(left, buffer.readableBytes), of: left, from: &buffer))
            case .dataEnd:
                guard let line = try buffer.readLine(limit: ChunkedBodyParser.lineLimit) else { return nil }
                guard line.isEmpty else { throw .malformed("\"\(line.prefix(40))\" after a chunk", "the end of its line") }
                stage = .size
            case .trailers:
                guard let line = try buffer.readLine(limit: ChunkedBodyParser.lineLimit) else { return nil }
                if line.isEmpty { return .end }
                trailerBytes += line.utf8.count
                guard trailerBytes <= HTTPHeadParser.limit else {
                    throw .malformed("more than \(HTTPHeadParser.limit) bytes after the last chunk", "few or none")
                }
            }
        }
    }

    private mutating func take(_ count: Int, of left: Int, from buffer: inout ByteBuffer) -> ByteBuffer {
        stage = count == left ? .dataEnd : .data(left: left - count)
        return buffer.readSlice(length: count) ?? ByteBuffer()
    }

    /// The size of a chunk, in hexadecimal; extensions after a semicolon are left out.
    private static func size(_ line: String) throws(DockerError) -> Int {
        let digits = line.prefix { $0 != ";" }.trimmed
        guard let first = digits.utf8.first, first != UInt8(ascii: "+"), first != UInt8(ascii: "-"), let size = Int(digits, radix: 16)
        else {
            throw .malformed("the chunk size \"\(line.prefix(40))\"", "a hexadecimal number")
        }
        return size
    }
}
