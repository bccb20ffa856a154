internal import NIOCore
internal import Synchronization

/// What the copies of a client share.
final class ClientCore: Sendable {
    let endpoint: DockerEndpoint
    let pool: ConnectionPool
    let environment: DockerEnvironment
    private let negotiated: Mutex<APIVersion?>

    init(_ endpoint: DockerEndpoint, options: DockerClient.Options) throws(DockerError) {
        self.endpoint = endpoint
        environment = options.environment
        let connector = try Connector(endpoint: endpoint, connectTimeout: TimeAmount(options.connectTimeout))
        pool = ConnectionPool(connector: connector, idleLimit: options.idleConnections)
        let fixed = try ClientCore.fixedVersion(options.environment)
        negotiated = Mutex(options.apiVersion ?? fixed)
    }

    deinit { pool.close() }

    private static func fixedVersion(_ environment: DockerEnvironment) throws(DockerError) -> APIVersion? {
        guard let text = environment["DOCKER_API_VERSION"] else { return nil }
        guard let version = APIVersion(text) else {
            throw DockerError(.configuration, "found DOCKER_API_VERSION=\(text), expected a version such as 1.41")
        }
        return version
    }

    /// The version that calls use: what both sides speak.
    func version(deadline: NIODeadline?) async throws(DockerError) -> APIVersion {
        if let known = negotiated.withLock({ $0 }) { return known }
        let ping = HTTPRequest(method: .get, target: "/_ping")
        guard case .collected(let head, let body) = try await send(ping, mode: .collect, deadline: deadline) else {
            throw .malformed("a stream", "an answer to /_ping")
        }
        guard head.isSuccess else { throw .answer(head.status, body: body, to: ping.words) }
        // Engines before 1.24 do not name their version.
        let engine = head.headers["Api-Version"].flatMap { APIVersion($0) } ?? APIVersion(major: 1, minor: 23)
        guard engine >= .oldest else {
            throw DockerError(.unsupported, "the engine's newest API version is \(engine), this client's oldest is \(APIVersion.oldest)")
        }
        let version = min(engine, .newest)
        negotiated.withLock { $0 = version }
        return version
    }

    /// Sends a call on a connection that waits, or else on a new one.
    func send(_ request: HTTPRequest, mode: Exchange.Mode, deadline: NIODeadline?) async throws(DockerError) -> Exchange.Outcome {
        try await sendKeeping(request, mode: mode, deadline: deadline).outcome
    }

    /// The same, with the connection for those who go on using it.
    func sendKeeping(
        _ request: HTTPRequest,
        mode: Exchange.Mode,
        deadline: NIODeadline?
    ) async throws(DockerError) -> (outcome: Exchange.Outcome, connection: Connection) {
        if let connection = pool.takeIdle() {
            do throws(DockerError) {
                return (try await connection.exchange(request, mode: mode, deadline: deadline), connection)
            } catch {
                // The engine may have closed the waiting connection at the moment that it was taken.
                guard error.code == .stale || error.code == .connectionClosed && request.method.isRepeatable else { throw error }
            }
        }
        let connection = try await pool.connect(deadline: deadline)
        do throws(DockerError) {
            return (try await connection.exchange(request, mode: mode, deadline: deadline), connection)
        } catch {
            throw error.code == .stale ? DockerError(.connectionClosed, "\(request.words): \(error.message)") : error
        }
    }
}
