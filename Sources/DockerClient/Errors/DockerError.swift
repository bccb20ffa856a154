/// What went wrong between this program and a Docker engine: a code to act on and a message to read.
///
/// ```swift
/// do {
///     try await docker.containers.remove("web")
/// } catch where error.code == .notFound {
///     // it was gone already
/// }
/// ```
///
/// Errors are equal when their codes are: messages may grow better without breaking a caller.
public struct DockerError: Error, Sendable {
    /// The kind of fault.
    public let code: Code
    /// What was found, what was expected and what to do.
    public let message: String
    /// The HTTP status, where the engine answered.
    public let status: Int?

    /// Makes an error.
    public init(_ code: Code, _ message: String, status: Int? = nil) {
        self.code = code
        self.message = message
        self.status = status
    }
}

extension DockerError {
    /// The kind of fault.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The name of the code, as it starts an error's description.
        public let description: String

        /// No engine was found. The message names every place that was tried.
        public static let engineNotFound = Code(description: "engine not found")
        /// The engine's socket is there, but this user may not open it.
        public static let permissionDenied = Code(description: "permission denied")
        /// No connection came about, though there is an address.
        public static let connectionFailed = Code(description: "connection failed")
        /// The connection ended before the answer did.
        public static let connectionClosed = Code(description: "connection closed")
        /// Certificates or keys were missing or not accepted.
        public static let tls = Code(description: "TLS")
        /// The time was up before the answer came.
        public static let timeout = Code(description: "timeout")
        /// The task that waited was cancelled.
        public static let cancelled = Code(description: "cancelled")
        /// The environment, a context or a configuration file says something that cannot be followed.
        public static let configuration = Code(description: "configuration")
        /// An argument of a call makes no sense; nothing was sent.
        public static let invalidArgument = Code(description: "invalid argument")
        /// 304: the container is already in that state.
        public static let notModified = Code(description: "not modified")
        /// 400: the engine did not understand the call, or refuses its parameters.
        public static let badRequest = Code(description: "bad request")
        /// 401 or 403: the engine or a registry refuses the credentials.
        public static let unauthorized = Code(description: "unauthorized")
        /// 404: there is no such container, image, network, volume or exec.
        public static let notFound = Code(description: "not found")
        /// 409: the object's state does not allow the call, or the name is taken.
        public static let conflict = Code(description: "conflict")
        /// 500 and above: the engine failed.
        public static let serverError = Code(description: "server error")
        /// Another status that is no success.
        public static let unexpectedStatus = Code(description: "unexpected status")
        /// The engine's answer is not what the API promises. The message names the place in the payload.
        public static let decoding = Code(description: "decoding")
        /// The engine sent what HTTP or Docker's stream format does not allow.
        public static let protocolViolation = Code(description: "protocol violation")
        /// The engine reported an error inside a stream that had begun well: a pull, a build, a log.
        public static let stream = Code(description: "stream")
        /// This engine's API version is too old for the call.
        public static let unsupported = Code(description: "unsupported")
        /// A tar archive or gzip data is damaged, or would be unpacked outside of its folder.
        public static let archive = Code(description: "archive")
        /// A file of this machine could not be read or written.
        public static let file = Code(description: "file")
        /// A credential helper failed.
        public static let credentials = Code(description: "credentials")
        /// A limit on size was reached.
        public static let limit = Code(description: "limit")
    }
}

extension DockerError: Equatable {
    /// Errors are equal when their codes are.
    public static func == (left: DockerError, right: DockerError) -> Bool {
        left.code == right.code
    }
}

extension DockerError: CustomStringConvertible {
    /// `code: message`.
    public var description: String { "\(code): \(message)" }
}
