extension DockerClient {
    /// The volumes of the engine.
    public var volumes: Volumes { Volumes(client: self) }
}

/// The volumes of an engine.
public struct Volumes: Sendable {
    let client: DockerClient

    private static func path(_ name: String) throws(DockerError) -> String {
        "/volumes/\(try Query.escapedName(name, "a volume"))"
    }

    /// Lists volumes.
    ///
    /// - Parameter filters: conditions such as `name`, `label`, `dangling`.
    public func list(filters: Filters = [:]) async throws(DockerError) -> [Volume] {
        var call = Call(.get, "/volumes")
        call.query.add("filters", try filters.parameter())
        return try await client.decode(call, as: Listed.self).volumes
    }

    /// Makes a volume; one of that name that is there already is taken as it is.
    @discardableResult
    public func create(_ spec: VolumeSpec = VolumeSpec()) async throws(DockerError) -> Volume {
        try await client.decode(Call(.post, "/volumes/create").json(spec))
    }

    /// Tells everything about a volume.
    public func inspect(_ name: String) async throws(DockerError) -> Volume {
        try await client.decode(Call(.get, Volumes.path(name)))
    }

    /// Removes a volume and what it holds.
    ///
    /// - Parameter force: also where its driver is gone.
    /// - Throws: `.conflict` where a container uses it.
    public func remove(_ name: String, force: Bool = false) async throws(DockerError) {
        var call = Call(.delete, try Volumes.path(name))
        call.query.add("force", force)
        try await client.collect(call)
    }

    /// Removes volumes that no container uses: those without a name of their own, or with a filter `all` of `true` all.
    public func prune(filters: Filters = [:]) async throws(DockerError) -> Pruned {
        var call = Call(.post, "/volumes/prune")
        call.query.add("filters", try filters.parameter())
        return try await client.decode(call.since(25, "pruning"))
    }

    private struct Listed: Decodable {
        let volumes: [Volume]
        init(from decoder: any Decoder) throws { volumes = try Fields(decoder).list("Volumes") }
    }
}
