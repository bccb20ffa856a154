import CZlib
package import HaystackCore

/// Compresses pieces to one gzip member.
package struct GzipDeflater: ~Copyable {
    private let stream: ZlibStream

    /// - Parameter level: 0 (stored) or 1 (fast) to 9 (small).
    /// - Throws: `.range` for another level.
    package init(level: Int = 6) throws(HaystackError) {
        guard (0...9).contains(level) else { throw HaystackError(.range, "found the level \(level), expected 0 to 9") }
        stream = try ZlibStream(.deflate(level: level))
    }

    /// Takes the next piece and gives out what is ready, in parts of at most 64 KiB, each good for the call only.
    package mutating func push(_ piece: UnsafeBufferPointer<UInt8>, to output: (UnsafeBufferPointer<UInt8>) -> Void) throws(HaystackError) {
        var rest = unsafe piece
        while !rest.isEmpty {
            let result = unsafe stream.run(rest, flush: Z_NO_FLUSH)
            try unsafe check(result.status)
            if unsafe !result.output.isEmpty { unsafe output(result.output) }
            // Sound: run takes no more than `rest` holds.
            unsafe rest = UnsafeBufferPointer(rebasing: rest[result.taken...])
        }
    }

    /// Ends the member and gives out the rest. After that the deflater must not be used again.
    package mutating func finish(to output: (UnsafeBufferPointer<UInt8>) -> Void) throws(HaystackError) {
        let none = unsafe UnsafeBufferPointer<UInt8>(start: nil, count: 0)
        while true {
            let result = unsafe stream.run(none, flush: Z_FINISH)
            if unsafe !result.output.isEmpty { unsafe output(result.output) }
            if unsafe result.status == Z_STREAM_END { return }
            try unsafe check(result.status)
        }
    }

    private func check(_ status: Int32) throws(HaystackError) {
        guard status == Z_OK || status == Z_BUF_ERROR else {
            throw HaystackError(.io, "zlib could not compress: status \(status), expected 0")
        }
    }
}
