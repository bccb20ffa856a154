import HaystackCore
public import HaystackZinc
public import NIOCore

/// Finds the replies in the bytes that come from a server, in whatever pieces they come.
///
/// A reply has no length: its end is known only by reading it. Every byte is looked at once, and an unfinished reply is collected in one
/// buffer, so that the work is linear in the bytes.
///
/// ```swift
/// var reader = ReplyReader()
/// while let reply = try reader.read(&piece) {
///     print(try reply.value())
/// }
/// ```
public struct ReplyReader: Sendable {
    /// How deep and how large a reply may be. A change holds from the next reply on.
    public var limits: CodecLimits

    /// NIO's buffers hold less than 4 GiB.
    private static let largest = Int(UInt32.max) - (1 << 20)

    private var boundary: BrioBoundary?
    private var collected = ByteBuffer()

    /// Makes a reader.
    public init(limits: CodecLimits = CodecLimits()) {
        self.limits = limits
    }

    /// The bytes of an unfinished reply that have come so far.
    public var pendingBytes: Int { collected.readableBytes }

    /// Takes bytes of a piece up to the end of a reply.
    ///
    /// - Returns: the reply, what follows it left in the piece; nil where it goes on in pieces to come.
    /// - Throws: `.protocolViolation` where the bytes are no Brio, `.limit`. There is no way on after an error: the place of the next reply is unknown.
    public mutating func read(_ piece: inout ByteBuffer) throws(HxpyError) -> Reply? {
        guard piece.readableBytes > 0 else { return nil }
        guard let end = try findEnd(piece) else {
            try collect(&piece, piece.readableBytes)
            return nil
        }
        if collected.readableBytes == 0 {
            try checkSize(end)
            return piece.readSlice(length: end).map { Reply($0, limits: limits) }
        }
        try collect(&piece, end)
        defer { collected = ByteBuffer() }
        return Reply(collected, limits: limits)
    }

    private mutating func findEnd(_ piece: ByteBuffer) throws(HxpyError) -> Int? {
        // Taken out, not copied: the boundary's stack stays unshared.
        var boundary = self.boundary.take() ?? BrioBoundary(counting: .scalars, limits: limits)
        do {
            let end = try unsafe piece.withBytes { bytes throws(HaystackError) in try unsafe boundary.consume(bytes) }
            if end == nil { self.boundary = boundary }
            return end
        } catch {
            throw error.code == .limit
                ? HxpyError(.limit, "a reply is beyond the limits: \(error.message)", underlying: error.description)
                : HxpyError(
                    .protocolViolation,
                    "found bytes that are no reply; check that an hxpy server listens there",
                    underlying: error.description
                )
        }
    }

    private mutating func collect(_ piece: inout ByteBuffer, _ count: Int) throws(HxpyError) {
        try checkSize(collected.readableBytes + count)
        guard var part = piece.readSlice(length: count) else { return }
        collected.writeBuffer(&part)
    }

    private func checkSize(_ size: Int) throws(HxpyError) {
        let largest = min(limits.size, ReplyReader.largest)
        guard size <= largest else {
            throw HxpyError(
                .limit,
                "found more than \(largest) bytes of one reply; raise the size limit, or have the code return less at a time"
            )
        }
    }
}
