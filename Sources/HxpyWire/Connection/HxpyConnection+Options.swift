public import HaystackZinc
public import NIOCore

extension HxpyConnection {
    /// How a connection is opened, and what it takes.
    public struct Options: Sendable {
        /// The time until the server must have accepted the key, all tries together.
        public var connectTimeout: Duration
        /// How tries follow each other while nobody listens there yet; nil for one try only.
        public var retry: Retry?
        /// How deep and how large a reply may be.
        public var limits: CodecLimits
        /// Extensions of the protocol to offer. A server that knows none ignores them.
        public var extensions: [Extension]
        /// How long code may take to give way to an interrupt, or to the cancellation of the task that waits for it, before the connection is closed.
        public var interruptGrace: Duration
        /// Takes what the server writes, where it has accepted ``Extension/output``: one piece after the other. While it is at work some 256 KiB are
        /// read ahead; then the server waits.
        public var output: (@Sendable (OutputStream, [UInt8]) async -> Void)?
        /// Where the connection's events are handled; nil for the group that all of the process shares.
        public var eventLoopGroup: (any EventLoopGroup)?

        /// Makes options: 10 seconds to connect, tries in between, the default limits, no extensions, 2 seconds of grace, the shared event loops.
        public init(
            connectTimeout: Duration = .seconds(10),
            retry: Retry? = Retry(),
            limits: CodecLimits = CodecLimits(),
            extensions: [Extension] = [],
            interruptGrace: Duration = .seconds(2),
            output: (@Sendable (OutputStream, [UInt8]) async -> Void)? = nil,
            eventLoopGroup: (any EventLoopGroup)? = nil
        ) {
            self.connectTimeout = connectTimeout
            self.retry = retry
            self.limits = limits
            self.extensions = extensions
            self.interruptGrace = interruptGrace
            self.output = output
            self.eventLoopGroup = eventLoopGroup
        }
    }

    /// The pauses between tries: each is twice the one before, up to the longest.
    public struct Retry: Sendable, Hashable {
        /// The pause after the first try.
        public var firstPause: Duration
        /// The longest pause.
        public var longestPause: Duration
        /// How often it is tried again; nil for as often as the time allows.
        public var limit: Int?

        /// Makes pauses of 20 ms to half a second.
        public init(firstPause: Duration = .milliseconds(20), longestPause: Duration = .milliseconds(500), limit: Int? = nil) {
            self.firstPause = firstPause
            self.longestPause = longestPause
            self.limit = limit
        }
    }
}
