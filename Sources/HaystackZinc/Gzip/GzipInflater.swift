import CZlib
package import HaystackCore

/// Decompresses gzip that arrives in pieces, one or more members.
package struct GzipInflater: ~Copyable {
    private enum Stage { case start, member, betweenMembers }

    private let stream: ZlibStream
    private let limit: Int
    private var stage = Stage.start
    private var taken = 0
    private var made = 0

    /// - Parameter limit: the most bytes to make.
    package init(limit: Int = CodecLimits().size) throws(HaystackError) {
        stream = try ZlibStream(.inflate)
        self.limit = limit
    }

    /// Takes the next piece and gives out what it decompresses to, in parts of at most 64 KiB, each good for the call only.
    ///
    /// - Throws: `.syntax` where this is not gzip, damaged, or goes on after its end with something else; `.limit` where more would be made
    ///   than the limit; both with the offset in the compressed bytes. After an error the inflater must not be used again.
    package mutating func push(
        _ piece: UnsafeBufferPointer<UInt8>,
        to output: (UnsafeBufferPointer<UInt8>) -> Void
    ) throws(HaystackError) {
        var rest = unsafe piece
        while let first = unsafe rest.first {
            try beginMember(first)
            // Sound: run takes no more than `rest` holds, so that the rebased rest lies within the piece.
            let count = try unsafe inflate(rest, to: output)
            unsafe rest = UnsafeBufferPointer(rebasing: rest[count...])
        }
        if stage == .member { try unsafe drain(to: output) }
    }

    /// Says that the input is at its end.
    ///
    /// - Throws: `.unexpectedEnd` where a member is not complete, or there was none.
    package func finish() throws(HaystackError) {
        guard stage == .betweenMembers else {
            throw HaystackError(.unexpectedEnd, "found the end of the input, expected the rest of gzip data", at: .offset(taken))
        }
    }

    private mutating func beginMember(_ first: UInt8) throws(HaystackError) {
        guard stage != .member else { return }
        guard first == 0x1f else {
            let place = stage == .start ? "expected gzip, which starts with 1f 8b" : "expected the end of gzip or another member"
            throw HaystackError(.syntax, "found the byte \(first), \(place)", at: .offset(taken))
        }
        if stage == .betweenMembers { stream.resetInflating() }
        stage = .member
    }

    /// zlib may have taken all input and hold more output than fitted its room.
    private mutating func drain(to output: (UnsafeBufferPointer<UInt8>) -> Void) throws(HaystackError) {
        let none = unsafe UnsafeBufferPointer<UInt8>(start: nil, count: 0)
        var before: Int
        repeat {
            before = made
            _ = try unsafe inflate(none, to: output)
        } while stage == .member && made > before
    }

    /// Runs zlib once and says how many bytes it took.
    private mutating func inflate(
        _ input: UnsafeBufferPointer<UInt8>,
        to output: (UnsafeBufferPointer<UInt8>) -> Void
    ) throws(HaystackError) -> Int {
        let result = unsafe stream.run(input, flush: Z_NO_FLUSH)
        taken += unsafe result.taken
        switch unsafe result.status {
        case Z_OK, Z_BUF_ERROR: break
        case Z_STREAM_END: stage = .betweenMembers
        case Z_MEM_ERROR: throw HaystackError(.io, "zlib has no memory to decompress", at: .offset(taken))
        default:
            throw HaystackError(.syntax, "found damaged gzip: \(stream.complaint)", at: .offset(taken))
        }
        guard unsafe result.output.count <= limit - made else {
            throw HaystackError(
                .limit,
                "found more than \(limit) bytes once decompressed; raise the size limit if the data is sound",
                at: .offset(taken)
            )
        }
        made += unsafe result.output.count
        if unsafe !result.output.isEmpty { unsafe output(result.output) }
        return unsafe result.taken
    }
}
