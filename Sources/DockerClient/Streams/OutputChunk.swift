public import NIOCore

/// Which of a process' outputs bytes come from.
public enum OutputStream: Sendable, Hashable, CaseIterable {
    /// The standard output; with a terminal, everything.
    case stdout
    /// The standard error.
    case stderr
}

/// A piece of a process' output, as the engine sent it: it may end anywhere, also within a character.
public struct OutputChunk: Sendable, Hashable {
    /// Where it comes from.
    public let stream: OutputStream
    /// What was written.
    public let bytes: ByteBuffer

    /// Makes a chunk.
    public init(stream: OutputStream, bytes: ByteBuffer) {
        self.stream = stream
        self.bytes = bytes
    }

    /// The bytes as text; what is no UTF-8 is replaced.
    public var text: String { String(buffer: bytes) }
}

/// A line of a process' output, without its end.
public struct OutputLine: Sendable, Hashable {
    /// Where it comes from.
    public let stream: OutputStream
    /// The line; what is no UTF-8 is replaced.
    public let text: String

    /// Makes a line.
    public init(stream: OutputStream, text: String) {
        self.stream = stream
        self.text = text
    }
}
