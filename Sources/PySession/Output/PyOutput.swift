/// A piece of what Python code wrote: by `print`, by a process that it started, or by code in C.
public struct PyOutput: Sendable, Hashable {
    /// Where it was written.
    public enum Stream: Sendable, Hashable, CaseIterable {
        /// Standard output, file descriptor 1.
        case standardOutput
        /// Standard error, file descriptor 2.
        case standardError
    }

    /// Where it was written.
    public let stream: Stream
    /// The bytes, as they came: not cut at lines or characters, and of any value.
    public let bytes: [UInt8]
    /// The number of the evaluation that ran, counted from 1 for each session; nil for what a thread or a process that the code has left
    /// running wrote in between.
    public let evaluation: Int?

    /// Makes a piece of output.
    public init(stream: Stream, bytes: [UInt8], evaluation: Int? = nil) {
        self.stream = stream
        self.bytes = bytes
        self.evaluation = evaluation
    }
}
