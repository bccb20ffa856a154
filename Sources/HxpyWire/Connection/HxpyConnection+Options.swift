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
        /// Names of extensions of the protocol to offer. A server that knows none ignores them.
        public var extensions: [String]
        /// Where the connection's events are handled; nil for the group that all of the process shares.
        public var eventLoopGroup: (any EventLoopGroup)?

        /// Makes options: 10 seconds to connect, tries in between, the default limits, no extensions, the shared event loops.
        public init(
            connectTimeout: Duration = .seconds(10),
            retry: Retry? = Retry(),
            limits: CodecLimits = CodecLimits(),
            extensions: [String] = [],
            eventLoopGroup: (any EventLoopGroup)? = nil
        ) {
            self.connectTimeout = connectTimeout
            self.retry = retry
            self.limits = limits
            self.extensions = extensions
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
