public import NIOCore

/// The engine's answer to a raw call.
public struct DockerResponse: Sendable {
    /// The HTTP status.
    public let status: Int
    /// The headers.
    public let headers: HTTPHeaders
    /// The body as it came.
    public let body: ByteBuffer

    /// Decodes the body.
    ///
    /// - Throws: `.decoding`.
    public func decode<Model: Decodable>(_ type: Model.Type = Model.self) throws(DockerError) -> Model {
        try JSON.decode(type, from: body, what: "the answer")
    }
}

extension DockerClient {
    /// Sends any call: what this module has no method for.
    ///
    /// ```swift
    /// let swarm = try await docker.request(.get, "/swarm")
    /// ```
    /// - Parameters:
    ///   - path: the path without the version, such as `/containers/json`.
    ///   - query: the parameters, not escaped.
    ///   - body: the body; JSON where the headers name no other type.
    /// - Returns: the answer, whatever its status: no status throws here.
    /// - Throws: `.invalidArgument` for a path without its slash, and for a header that is no line of text.
    public func request(
        _ method: HTTPMethod,
        _ path: String,
        query: [String: String] = [:],
        headers: HTTPHeaders = [:],
        body: ByteBuffer? = nil
    ) async throws(DockerError) -> DockerResponse {
        guard path.hasPrefix("/") else { throw DockerError(.invalidArgument, "found the path \"\(path)\", expected one that begins with a slash") }
        try headers.check()
        var call = Call(method, Query.escapedPath(path))
        for (name, value) in query.sorted(by: { $0.key < $1.key }) { call.query.add(name, value) }
        call.headers = headers
        if let body {
            call.body = .bytes(body)
            if headers["Content-Type"] == nil { call.headers.add("Content-Type", "application/json") }
        }
        let (outcome, _, _) = try await send(call, mode: .collect)
        guard case .collected(let head, let bytes) = outcome else { throw .malformed("a stream", "an answer") }
        return DockerResponse(status: head.status, headers: head.headers, body: bytes)
    }
}
