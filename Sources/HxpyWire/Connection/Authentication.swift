import HaystackCore

/// The first request of a connection, and what may answer it.
enum Authentication {
    /// The version of the protocol.
    static let version = "0"
    /// Bounds for the answer of a server that is not known yet.
    static let limits = (depth: 8, size: 64 << 10)

    /// The request `{key, ver:"0"}`; extensions are offered in `ext`, which a server that knows none ignores.
    static func request(key: String, extensions: [HxpyConnection.Extension]) -> Value {
        var tags: Dict = ["key": .str(key), "ver": .str(version)]
        if !extensions.isEmpty { tags["ext"] = .list(extensions.map { .str($0.description) }) }
        return .dict(tags)
    }

    /// Reads the answer, `{ok}` or `{err, errMsg}`.
    ///
    /// - Returns: those of the offered extensions that the server accepts in the answer's `ext`.
    static func answer(_ reply: Value, offered: [HxpyConnection.Extension]) -> Result<[HxpyConnection.Extension], HxpyError> {
        guard case .dict(let tags) = reply, tags.has("ok") || tags.has("err") else {
            return .failure(
                HxpyError(
                    .protocolViolation,
                    "found a \(reply.kind) in answer to the key, expected a Dict with 'ok' or 'err'; check that an hxpy server listens there"
                )
            )
        }
        if tags.has("err") {
            let reason = tags["errMsg"].string ?? "the server did not say why"
            return .failure(
                HxpyError(
                    .authenticationFailed,
                    "the server refused the connection: \(reason); give the key that the server was started with"
                )
            )
        }
        let accepted = (tags["ext"].list ?? []).compactMap(\.string)
        return .success(offered.filter { accepted.contains($0.description) })
    }
}
