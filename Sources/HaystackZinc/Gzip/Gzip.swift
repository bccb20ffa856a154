public import HaystackCore

/// Gzip, as files and HTTP use it.
///
/// ```swift
/// let small = try Gzip.compress(bytes)
/// let again = try Gzip.decompress(small)
/// ```
public enum Gzip {
    /// Compresses bytes into one gzip member, without name or time, so that the same bytes always give the same.
    ///
    /// - Parameter level: 0 (stored) or 1 (fast) to 9 (small).
    /// - Throws: `.range` for another level.
    public static func compress(_ bytes: [UInt8], level: Int = 6) throws(HaystackError) -> [UInt8] {
        var deflater = try GzipDeflater(level: level)
        var output: [UInt8] = []
        try unsafe bytes.withUnsafeBufferPointer { input throws(HaystackError) in
            try unsafe deflater.push(input) { piece in unsafe output.append(contentsOf: piece) }
        }
        try unsafe deflater.finish { piece in unsafe output.append(contentsOf: piece) }
        return output
    }

    /// Decompresses gzip of one or more members.
    ///
    /// - Parameter limit: the most bytes to make, so that a small hostile input cannot fill the memory.
    /// - Throws: `.syntax` where the bytes are not gzip, damaged, or followed by something else; `.unexpectedEnd` where they are cut short;
    ///   `.limit` where more would be made than the limit.
    public static func decompress(_ bytes: [UInt8], limit: Int = CodecLimits().size) throws(HaystackError) -> [UInt8] {
        var inflater = try GzipInflater(limit: limit)
        var output: [UInt8] = []
        try unsafe bytes.withUnsafeBufferPointer { input throws(HaystackError) in
            try unsafe inflater.push(input) { piece in unsafe output.append(contentsOf: piece) }
        }
        try inflater.finish()
        return output
    }

    /// Whether bytes start as gzip does, with `1f 8b`.
    public static func isGzip(_ bytes: some Collection<UInt8>) -> Bool {
        bytes.starts(with: [0x1f, 0x8b])
    }
}
