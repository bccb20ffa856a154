public import HaystackCore
import HaystackZinc
public import HxpyWire
public import NIOCore

/// A large reply in the pieces in which a socket gives it.
public struct SampleReply: Sendable {
    /// What the reply is called in a table.
    public let name: String
    /// The number of bytes.
    public let count: Int
    private let pieces: [ByteBuffer]

    private static let pieceSize = 64 << 10

    private init(name: String, _ value: Value) throws {
        self.name = name
        var rest = ByteBuffer(bytes: try Brio.encode(value, options: .hxpy))
        count = rest.readableBytes
        var pieces: [ByteBuffer] = []
        while let piece = rest.readSlice(length: min(SampleReply.pieceSize, rest.readableBytes)), piece.readableBytes > 0 {
            pieces.append(piece)
        }
        self.pieces = pieces
    }

    /// One Buf of so many megabytes.
    public static func buf(megabytes: Int) throws -> SampleReply {
        try SampleReply(name: "one Buf, \(megabytes) MB", .buf([UInt8](repeating: 0x5a, count: megabytes * 1_000_000)))
    }

    /// A list of as many of a grid as make so many megabytes.
    public static func grids(_ grid: Grid, megabytes: Int) throws -> SampleReply {
        let count = megabytes * 1_000_000 / (try grid.brio().count)
        return try SampleReply(name: "grids, \(megabytes) MB", .list(List(repeating: .grid(grid), count: max(1, count))))
    }

    /// Has a new reader find the reply.
    public func read() throws -> Reply {
        var reader = ReplyReader()
        for var piece in pieces {
            if let reply = try reader.read(&piece) { return reply }
        }
        throw UnfinishedReply()
    }

    /// Copies the pieces into one new buffer, as a reader must that gives a reply in one.
    public func copy() -> ByteBuffer {
        var copy = ByteBufferAllocator().buffer(capacity: count)
        for piece in pieces { copy.writeImmutableBuffer(piece) }
        return copy
    }
}
