internal import NIOCore

/// A call of the Engine API before it is bound to a version.
struct Call: Sendable {
    var method: HTTPMethod
    /// The path without the version, its variable parts escaped.
    var path: String
    var query: Query = [:]
    var headers: HTTPHeaders = [:]
    var body: HTTPRequest.Body = .none
    /// What the call needs, and since when engines have it.
    var needs: (feature: String, since: APIVersion)?
    /// Whether the client's time for answers holds.
    var isTimed = true
    /// Time that the engine is known to take, on top of the client's.
    var patience = Duration.zero

    init(_ method: HTTPMethod, _ path: String, _ query: Query = [:]) {
        self.method = method
        self.path = path
        self.query = query
    }

    /// The same with a JSON body.
    func json(_ body: some Encodable) throws(DockerError) -> Call {
        var copy = self
        copy.body = .bytes(try JSON.encode(body))
        copy.headers.add("Content-Type", "application/json")
        return copy
    }

    /// The same for engines from a version on.
    func since(_ minor: Int, _ feature: String) -> Call {
        var copy = self
        copy.needs = (feature, APIVersion(major: 1, minor: minor))
        return copy
    }

    /// The same without a time limit: the engine answers when something has happened.
    var untimed: Call {
        var copy = self
        copy.isTimed = false
        return copy
    }
}

extension DockerClient {
    /// Sends a call and collects its answer.
    ///
    /// - Throws: the error of an answer that is no success, 304 among them.
    @discardableResult
    func collect(_ call: Call) async throws(DockerError) -> (head: HTTPResponseHead, body: ByteBuffer) {
        let (outcome, request, _) = try await send(call, mode: .collect)
        guard case .collected(let head, let body) = outcome else { throw .malformed("a stream", "an answer") }
        guard head.isSuccess else { throw .answer(head.status, body: body, to: request.words) }
        return (head, body)
    }

    /// Sends a call and decodes its answer.
    func decode<Model: Decodable>(_ call: Call, as type: Model.Type = Model.self) async throws(DockerError) -> Model {
        try JSON.decode(type, from: await collect(call).body, what: "\(call.method.rawValue) \(call.path)")
    }

    /// Sends a call whose answer is a stream.
    func stream(_ call: Call, mode: Exchange.Mode = .stream) async throws(DockerError) -> OpenStream {
        let (outcome, request, connection) = try await send(call, mode: mode)
        switch outcome {
        case .streaming(let head, let body): return OpenStream(head: head, body: body, connection: connection)
        case .collected(let head, let body): throw .answer(head.status, body: body, to: request.words)
        }
    }

    /// The call bound to the negotiated version, and its outcome.
    func send(_ call: Call, mode: Exchange.Mode) async throws(DockerError) -> (Exchange.Outcome, HTTPRequest, Connection) {
        let deadline = call.isTimed ? timeout.map { NIODeadline.now() + TimeAmount($0 + call.patience) } : nil
        let version = try await core.version(deadline: deadline ?? .now() + .seconds(60))
        if let needs = call.needs, version < needs.since {
            throw DockerError(
                .unsupported,
                "\(needs.feature) needs API version \(needs.since), this engine speaks \(version); update the engine"
            )
        }
        let target = "/v\(version)\(call.path)\(call.query.text)"
        let request = HTTPRequest(method: call.method, target: target, headers: call.headers, body: call.body)
        let (outcome, connection) = try await core.sendKeeping(request, mode: mode, deadline: deadline)
        return (outcome, request, connection)
    }
}

/// An answer that has begun.
struct OpenStream: Sendable {
    let head: HTTPResponseHead
    let body: ResponseBody
    let connection: Connection
}
