public import NIOCore

/// What is sent to the stub, or asked of it.
public enum StubLoad {
    /// The bytes of an archive or a log.
    public static let bytes = 1 << 30
    /// A piece of an archive, as a file is read.
    public static let piece = ByteBuffer(repeating: 0, count: 1 << 18)
    /// How many pieces make all the bytes.
    public static let pieces = bytes / (1 << 18)
}
