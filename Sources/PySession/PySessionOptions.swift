public import HaystackZinc
public import Logging

/// How a session behaves, whatever its backend.
public struct PySessionOptions: Sendable {
    /// How long an evaluation may take, from the request to its last byte of reply. 5 minutes where not given.
    public var timeout: Duration
    /// How long a server may take to start and accept the connection. 30 seconds where not given.
    public var startTimeout: Duration
    /// Limits on the size and depth of replies.
    public var limits: CodecLimits
    /// Told of the session's life, and of the lines that Python writes, at debug level.
    public var logger: Logger
    /// Takes what Python code writes to its standard output and error, piece by piece as it arrives. Only the local backend has it.
    public var output: (@Sendable (PyOutput) -> Void)?

    /// Makes options.
    public init(
        timeout: Duration = .seconds(300),
        startTimeout: Duration = .seconds(30),
        limits: CodecLimits = CodecLimits(),
        logger: Logger = Logger(label: "haystack.pysession"),
        output: (@Sendable (PyOutput) -> Void)? = nil
    ) {
        self.timeout = timeout
        self.startTimeout = startTimeout
        self.limits = limits
        self.logger = logger
        self.output = output
    }
}

extension Duration {
    /// The duration as waits take it: none instead of a negative one, and at most ten years, for clocks overflow with the longest.
    var bounded: Duration { min(max(self, .zero), .seconds(315_360_000)) }
}

/// A piece of what Python code wrote.
public struct PyOutput: Sendable, Hashable {
    /// Where it was written.
    public enum Stream: Sendable, Hashable {
        /// Standard output.
        case standardOutput
        /// Standard error.
        case standardError
    }

    /// Where it was written.
    public let stream: Stream
    /// The bytes, as they came: not cut at lines or characters.
    public let bytes: [UInt8]

    /// Makes a piece of output.
    public init(stream: Stream, bytes: [UInt8]) {
        self.stream = stream
        self.bytes = bytes
    }
}
