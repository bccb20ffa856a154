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
    /// Told of the session's life, and of what Python writes, at debug level.
    public var logger: Logger
    /// How long code may take to give way to an interrupt, or to the cancellation of its task, before its server is ended. 2 seconds where
    /// not given; with none the server is ended at once.
    public var interruptGrace: Duration
    /// Takes what Python code writes to its standard output and error, piece by piece as it arrives. Python waits while this runs.
    public var output: (@Sendable (PyOutput) -> Void)?

    /// Makes options.
    public init(
        timeout: Duration = .seconds(300),
        startTimeout: Duration = .seconds(30),
        limits: CodecLimits = CodecLimits(),
        logger: Logger = Logger(label: "haystack.pysession"),
        interruptGrace: Duration = .seconds(2),
        output: (@Sendable (PyOutput) -> Void)? = nil
    ) {
        self.timeout = timeout
        self.startTimeout = startTimeout
        self.limits = limits
        self.logger = logger
        self.interruptGrace = interruptGrace
        self.output = output
    }
}

extension Duration {
    /// The duration as waits take it: none instead of a negative one, and at most ten years, for clocks overflow with the longest.
    var bounded: Duration { min(max(self, .zero), .seconds(315_360_000)) }
}
