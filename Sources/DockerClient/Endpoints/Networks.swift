extension DockerClient {
    /// The networks of the engine.
    public var networks: Networks { Networks(client: self) }
}

/// The networks of an engine. A network is named by its name or by its identity.
public struct Networks: Sendable {
    let client: DockerClient

    private static func path(_ network: String, _ rest: String = "") throws(DockerError) -> String {
        "/networks/\(try Query.escapedName(network, "a network"))\(rest)"
    }

    /// Lists networks.
    ///
    /// - Parameter filters: conditions such as `name`, `label`, `driver`.
    public func list(filters: Filters = [:]) async throws(DockerError) -> [Network] {
        var call = Call(.get, "/networks")
        call.query.add("filters", try filters.parameter())
        return try await client.decode(call)
    }

    /// Makes a network.
    ///
    /// - Returns: its identity.
    /// - Throws: `.conflict` where the name is taken.
    public func create(_ spec: NetworkSpec) async throws(DockerError) -> String {
        try await client.decode(Call(.post, "/networks/create").json(spec), as: Created.self).id
    }

    /// Tells everything about a network.
    public func inspect(_ network: String) async throws(DockerError) -> Network {
        try await client.decode(Call(.get, Networks.path(network)))
    }

    /// Joins a container to a network.
    public func connect(
        _ container: String,
        to network: String,
        _ endpoint: NetworkEndpoint = NetworkEndpoint()
    ) async throws(DockerError) {
        let body = Connecting(Container: container, EndpointConfig: endpoint)
        try await client.collect(Call(.post, Networks.path(network, "/connect")).json(body))
    }

    /// Takes a container out of a network.
    ///
    /// - Parameter force: also where the container does not answer.
    public func disconnect(_ container: String, from network: String, force: Bool = false) async throws(DockerError) {
        let body = Disconnecting(Container: container, Force: force)
        try await client.collect(Call(.post, Networks.path(network, "/disconnect")).json(body))
    }

    /// Removes a network.
    ///
    /// - Throws: `.unauthorized` (403) or `.conflict` where containers are in it.
    public func remove(_ network: String) async throws(DockerError) {
        try await client.collect(Call(.delete, Networks.path(network)))
    }

    /// Removes all networks that no container is in.
    ///
    /// - Parameter filters: conditions such as `label` and `until`.
    public func prune(filters: Filters = [:]) async throws(DockerError) -> Pruned {
        var call = Call(.post, "/networks/prune")
        call.query.add("filters", try filters.parameter())
        return try await client.decode(call.since(25, "pruning"))
    }

    private struct Created: Decodable {
        let id: String
        init(from decoder: any Decoder) throws { id = try Fields(decoder).required("Id") }
    }

    // The names of these fields are the wire's.

    private struct Connecting: Encodable {
        let Container: String
        let EndpointConfig: NetworkEndpoint
    }

    private struct Disconnecting: Encodable {
        let Container: String
        let Force: Bool
    }
}
