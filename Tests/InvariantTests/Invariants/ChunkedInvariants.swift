import HxpyWire
import NIOCore

@testable import HaystackCore
@testable import HaystackZinc

extension Invariant {
    /// Cut at places that the input chooses, Brio's boundary and the reader of replies find what they find in the whole.
    static let chunked = Invariant(name: "chunked") { bytes in
        var choices = Choices(bytes)
        let counting: Brio.Options.StringCounting = choices.flag() ? .utf16 : .scalars
        let sizes = choices.sizes()
        let document = choices.remaining
        try requireSameBoundary(document, counting, sizes)
        try requireSameReplies(document, sizes)
    }

    // MARK: - Boundary

    /// Where a value ends, that it goes on, or why and where not.
    private enum Ending: Equatable {
        case at(Int), open
        case fault(HaystackError.Code, HaystackError.Position?)
    }

    private static func requireSameBoundary(_ document: [UInt8], _ counting: Brio.Options.StringCounting, _ sizes: [Int]) throws {
        let whole = ending(of: [document], counting)
        let cut = ending(of: pieces(of: document, sizes: sizes), counting)
        try require(whole == cut, "the value ends \(whole) in the whole, \(cut) in pieces")
        let decoded = try? ByteCursor.over(document) { cursor throws(HaystackError) in
            _ = try Brio.decode(&cursor, options: Brio.Options(counting: counting))
            return cursor.position
        }
        if let decoded { try require(whole == .at(decoded), "the value is read to \(decoded), its boundary is \(whole)") }
    }

    private static func ending(of pieces: [[UInt8]], _ counting: Brio.Options.StringCounting) -> Ending {
        var boundary = BrioBoundary(counting: counting)
        var taken = 0
        do throws(HaystackError) {
            for piece in pieces {
                let end = try unsafe piece.withUnsafeBufferPointer { bytes throws(HaystackError) in try unsafe boundary.consume(bytes) }
                if let end { return .at(taken + end) }
                taken += piece.count
            }
            return .open
        } catch {
            return .fault(error.code, error.position)
        }
    }

    // MARK: - Replies

    private struct Replies {
        var replies: [Reply] = []
        var fault: String?
        var pending = 0
    }

    private static func requireSameReplies(_ document: [UInt8], _ sizes: [Int]) throws {
        let whole = try replies(in: [document])
        let cut = try replies(in: pieces(of: document, sizes: sizes))
        try require(
            whole.replies.map(\.bytes) == cut.replies.map(\.bytes), "\(whole.replies.count) replies in the whole, \(cut.replies.count) or others in pieces")
        try require(whole.fault == cut.fault, "\(whole.fault ?? "no fault") in the whole, \(cut.fault ?? "no fault") in pieces")
        for reply in whole.replies { try requireSameValue(reply) }
        try require(whole.pending == cut.pending || whole.fault != nil, "\(whole.pending) bytes pending, \(cut.pending) in pieces")
    }

    /// A reply is the value that Brio reads of its bytes, but for matrices.
    private static func requireSameValue(_ reply: Reply) throws {
        let plain = try? Brio.decode(Array(reply.bytes.readableBytesView), options: .hxpy)
        guard let value = try? reply.value() else { return }
        try require(plain != nil, "a reply is read as \(value), which Brio refuses")
        try require(value == plain || value.holdsMatrix, "a reply is read as \(value), by Brio as \(plain ?? .null)")
    }

    private static func replies(in pieces: [[UInt8]]) throws -> Replies {
        var reader = ReplyReader()
        var found = Replies()
        do throws(HxpyError) {
            for piece in pieces {
                var buffer = ByteBuffer(bytes: piece)
                while buffer.readableBytes > 0, let reply = try reader.read(&buffer) {
                    found.replies.append(reply)
                }
            }
        } catch {
            found.fault = "\(error.code)"
        }
        found.pending = reader.pendingBytes
        return found
    }
}

extension Value {
    fileprivate var holdsMatrix: Bool {
        switch self {
        case .matrix: true
        case .list(let items): items.contains(where: \.holdsMatrix)
        case .dict(let tags): tags.contains(where: \.value.holdsMatrix)
        default: false
        }
    }
}
