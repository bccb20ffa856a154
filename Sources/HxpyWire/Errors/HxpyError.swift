import HaystackCore

/// What went wrong between this program and an hxpy server: a code to act on and a message to read.
///
/// Errors are equal when their codes are: messages may grow better without breaking a caller. What Python code raised is not here:
/// that is a ``PythonError``.
public struct HxpyError: Error, Sendable {
    /// The kind of fault.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The name of the code, as it starts an error's description.
        public let description: String

        /// No connection came about: nobody listens there, or the address is wrong.
        public static let connectionFailed = Code(description: "connection failed")
        /// The server refused the key or the protocol's version.
        public static let authenticationFailed = Code(description: "authentication failed")
        /// The connection is closed: the server ended, or this side closed it.
        public static let connectionClosed = Code(description: "connection closed")
        /// The server sent what the protocol does not allow: bytes that are no Brio, or a reply that nobody asked for.
        public static let protocolViolation = Code(description: "protocol violation")
        /// A limit on size or depth was reached.
        public static let limit = Code(description: "limit")
        /// The time was up before the answer came.
        public static let timeout = Code(description: "timeout")
        /// The task that waited was cancelled.
        public static let cancelled = Code(description: "cancelled")
        /// The code did not give way to an interrupt in time.
        public static let interrupted = Code(description: "interrupted")
        /// A value could not be written for the wire, or a reply could not be turned into a value. The connection can still be used.
        public static let codec = Code(description: "codec")
    }

    /// The kind of fault.
    public let code: Code
    /// What was found, what was expected and what to do.
    public let message: String
    /// The words of the error below this one: the system's, or the codec's.
    public let underlying: String?

    /// Makes an error.
    public init(_ code: Code, _ message: String, underlying: String? = nil) {
        self.code = code
        self.message = message
        self.underlying = underlying
    }
}

extension HxpyError: Equatable {
    /// Errors are equal when their codes are.
    public static func == (left: HxpyError, right: HxpyError) -> Bool {
        left.code == right.code
    }
}

extension HxpyError: CustomStringConvertible {
    /// `code: message (underlying)`.
    public var description: String {
        guard let underlying else { return "\(code): \(message)" }
        return "\(code): \(message) (\(underlying))"
    }
}

extension HxpyError {
    /// Makes an error of one of the codec's: `.limit` stays, all others are `.codec`.
    init(_ what: String, _ error: HaystackError) {
        self.init(error.code == .limit ? .limit : .codec, "\(what): \(error.message)", underlying: error.description)
    }
}
