public import NIOCore

/// Compresses and decompresses gzip.
public enum Gzip {
    /// Compresses bytes at once.
    ///
    /// - Parameter level: 0, which stores, or 1, which is fast, to 9, which is small.
    public static func compress(_ bytes: ByteBuffer, level: Int = 6) throws(DockerError) -> ByteBuffer {
        try ZlibStream(.compress(level: min(max(level, 0), 9))).run(bytes, isLast: true)
    }

    /// Decompresses bytes at once.
    ///
    /// - Parameter limit: the most bytes to make.
    /// - Throws: `.archive` for damaged or incomplete data, `.limit`.
    public static func decompress(_ bytes: ByteBuffer, limit: Int = 256 << 20) throws(DockerError) -> ByteBuffer {
        let stream = try ZlibStream(.decompress)
        var rest = bytes
        var output = ByteBuffer()
        while let piece = rest.readSlice(length: min(rest.readableBytes, 1 << 14)), piece.readableBytes > 0 {
            output.writeImmutableBuffer(try stream.run(piece))
            guard output.readableBytes <= limit else { throw DockerError(.limit, "found more than \(limit) bytes once decompressed") }
        }
        guard stream.isAtEnd else { throw DockerError(.archive, "found the end of the bytes, expected the rest of gzip data") }
        return output
    }

    /// Whether bytes begin as gzip does.
    public static func isGzip(_ bytes: ByteBuffer) -> Bool {
        bytes.getInteger(at: bytes.readerIndex, as: UInt16.self) == 0x1f8b
    }
}
