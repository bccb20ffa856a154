#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension DockerClient {
    /// The engine itself.
    public var system: EngineSystem { EngineSystem(client: self) }
}

/// The engine itself.
public struct EngineSystem: Sendable {
    let client: DockerClient

    /// Asks whether the engine answers.
    @discardableResult
    public func ping() async throws(DockerError) -> EnginePing {
        let (head, _) = try await client.collect(Call(.get, "/_ping"))
        return EnginePing(
            apiVersion: head.headers["Api-Version"].flatMap { APIVersion($0) },
            operatingSystem: head.headers["Ostype"],
            builder: head.headers["Builder-Version"]
        )
    }

    /// Tells the engine's version.
    public func version() async throws(DockerError) -> EngineVersion {
        try await client.decode(Call(.get, "/version"))
    }

    /// Tells what the engine is and has.
    public func info() async throws(DockerError) -> EngineInfo {
        try await client.decode(Call(.get, "/info"))
    }

    /// Tells what happens in the engine, from now on or from a time on.
    ///
    /// - Parameters:
    ///   - since: begins with what has happened since.
    ///   - until: ends with what happens until; without it the stream does not end.
    ///   - filters: conditions such as `type`, `event`, `container`, `label`.
    public func events(since: Date? = nil, until: Date? = nil, filters: Filters = [:]) async throws(DockerError) -> JSONStream<EngineEvent> {
        var call = Call(.get, "/events")
        call.query.add("since", since.map { EngineTime.parameter($0) })
        call.query.add("until", until.map { EngineTime.parameter($0) })
        call.query.add("filters", try filters.parameter())
        return JSONStream(try await client.stream(call), what: "events")
    }

    /// The API version that calls use: what the engine and this client both speak.
    public func negotiatedVersion() async throws(DockerError) -> APIVersion {
        try await client.core.version(deadline: nil)
    }
}
