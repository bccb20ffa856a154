/// What went wrong with a session, other than an exception of the Python code (that is a `PythonError`): a code to act on and a
/// message that says what to do.
///
/// Errors are equal when their codes are.
public struct PySessionError: Error, Sendable {
    /// The kind of fault.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The name of the code, as it starts an error's description.
        public let description: String

        /// There is no Python where one was looked for.
        public static let pythonNotFound = Code(description: "no Python found")
        /// The Python that was found is too old or lacks numpy or pandas.
        public static let pythonUnfit = Code(description: "unfit Python")
        /// The Python server could not be started.
        public static let startFailed = Code(description: "start failed")
        /// The Docker engine is not there, may not be used, or refused a call.
        public static let engineFailed = Code(description: "engine failed")
        /// There is no image to make a container of.
        public static let imageNotFound = Code(description: "no image found")
        /// Python used more memory than its container may have, and was killed. The next evaluation starts a new server.
        public static let outOfMemory = Code(description: "out of memory")
        /// The options contradict each other or what is there.
        public static let invalidOptions = Code(description: "invalid options")
        /// No connection to the server came about.
        public static let connectionFailed = Code(description: "connection failed")
        /// The server refused the key.
        public static let authenticationFailed = Code(description: "authentication failed")
        /// The server ended while it was needed. The next evaluation starts or connects to a new one.
        public static let serverDied = Code(description: "server died")
        /// The server sent what the protocol does not allow.
        public static let protocolViolation = Code(description: "protocol violation")
        /// A limit on size or depth was reached.
        public static let limit = Code(description: "limit")
        /// The evaluation took longer than its timeout; it was ended. The next evaluation starts a new server.
        public static let timeout = Code(description: "timeout")
        /// The task that waited was cancelled; the evaluation was ended.
        public static let cancelled = Code(description: "cancelled")
        /// The code did not give way to an interrupt; it was ended with its server. The next evaluation starts a new server.
        public static let interrupted = Code(description: "interrupted")
        /// The server cannot do what was asked: see ``PyFeature``.
        public static let unsupported = Code(description: "unsupported")
        /// A value cannot cross the wire.
        public static let codec = Code(description: "codec")
        /// The session was closed.
        public static let closed = Code(description: "closed")
        /// The environment could not be set up.
        public static let setupFailed = Code(description: "setup failed")
    }

    /// The kind of fault.
    public let code: Code
    /// What was found, what was expected and what to do.
    public let message: String

    /// Makes an error.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}

extension PySessionError: Equatable {
    /// Errors are equal when their codes are.
    public static func == (left: PySessionError, right: PySessionError) -> Bool {
        left.code == right.code
    }
}

extension PySessionError: CustomStringConvertible {
    /// `code: message`.
    public var description: String { "\(code): \(message)" }
}
