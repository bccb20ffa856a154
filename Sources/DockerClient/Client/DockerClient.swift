/// A client of a Docker engine.
///
/// ```swift
/// let docker = try DockerClient()
/// for container in try await docker.containers.list() {
///     print(container.names, container.state)
/// }
/// ```
///
/// A client is a value that may be shared between tasks; copies share their connections. Calls of one client run at the same time, each on a
/// connection of its own; connections are kept for the next call and closed when the last copy of the client goes, or by ``close()``.
/// The API version is negotiated by the first call.
public struct DockerClient: Sendable {
    let core: ClientCore
    /// How long an answer may take.
    var timeout: Duration?

    /// The engine's address.
    public var endpoint: DockerEndpoint { core.endpoint }

    /// Makes a client of the engine that the environment names; see ``DockerEndpoint/locate(_:)``. Nothing is sent yet.
    ///
    /// - Throws: `.engineNotFound`, `.configuration`, or `.tls` where certificates cannot be read.
    public init(options: Options = Options()) throws(DockerError) {
        try self.init(.locate(options.environment), options: options)
    }

    /// Makes a client of an engine. Nothing is sent yet.
    ///
    /// - Throws: `.tls` where certificates or keys cannot be read.
    public init(_ endpoint: DockerEndpoint, options: Options = Options()) throws(DockerError) {
        core = try ClientCore(endpoint, options: options)
        timeout = options.timeout
    }

    /// A client on the same connections with another time for answers; nil waits without end.
    ///
    /// The time counts from the call to the end of its answer. For a stream it counts to the stream's beginning: what follows may take as
    /// long as it takes.
    public func timeout(_ timeout: Duration?) -> DockerClient {
        var copy = self
        copy.timeout = timeout
        return copy
    }

    /// Closes the connections that wait for a call. Calls under way finish, new ones fail.
    public func close() {
        core.pool.close()
    }
}

extension DockerClient {
    /// What a client may be told at its making.
    public struct Options: Sendable {
        /// How long an answer may take. Calls that wait by their nature, such as `wait`, have no such end.
        public var timeout: Duration? = .seconds(60)
        /// How long the making of a connection may take.
        public var connectTimeout: Duration = .seconds(10)
        /// How many connections are kept for later calls.
        public var idleConnections = 16
        /// Fixes the API version instead of negotiating it; as `DOCKER_API_VERSION` does.
        public var apiVersion: APIVersion?
        /// Where addresses, contexts and credentials are looked for.
        public var environment = DockerEnvironment.current

        /// Makes options with their defaults.
        public init() {}
    }
}
