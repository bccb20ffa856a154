extension DockerClient {
    /// The containers of the engine.
    public var containers: Containers { Containers(client: self) }
}

/// The containers of an engine. A container is named by its name or by its identity, which may be cut short.
public struct Containers: Sendable {
    let client: DockerClient

    /// The path of a container's call.
    static func path(_ container: String, _ rest: String = "") throws(DockerError) -> String {
        "/containers/\(try Query.escapedName(container, "a container"))\(rest)"
    }

    /// Lists containers.
    ///
    /// - Parameters:
    ///   - all: lists those that do not run, too.
    ///   - filters: conditions such as `label`, `name`, `status`, `ancestor`.
    public func list(all: Bool = false, filters: Filters = [:]) async throws(DockerError) -> [Container] {
        var call = Call(.get, "/containers/json")
        call.query.add("all", all)
        call.query.add("filters", try filters.parameter())
        return try await client.decode(call)
    }

    /// Makes a container. Its image must be there; see ``Images/pull(_:platform:login:)``.
    ///
    /// - Parameters:
    ///   - name: its name; the engine makes one up where there is none.
    ///   - platform: such as `linux/arm64`, where the image has more than one. Needs API version 1.41.
    /// - Throws: `.notFound` without the image, `.conflict` where the name is taken.
    public func create(_ spec: ContainerSpec, name: String? = nil, platform: String? = nil) async throws(DockerError) -> CreatedContainer {
        var call = try Call(.post, "/containers/create").json(spec)
        call.query.add("name", name)
        call.query.add("platform", platform)
        if platform != nil { call = call.since(41, "a container's platform") }
        if spec.networks.count > 1 { call = call.since(44, "a container in more than one network from the start") }
        return try await client.decode(call)
    }

    /// Tells everything about a container.
    public func inspect(_ container: String) async throws(DockerError) -> ContainerDetails {
        try await client.decode(Call(.get, Containers.path(container, "/json")))
    }

    /// Lists the processes in a container.
    ///
    /// - Parameter arguments: the arguments of `ps`.
    public func top(_ container: String, arguments: String? = nil) async throws(DockerError) -> ContainerProcesses {
        var call = Call(.get, try Containers.path(container, "/top"))
        call.query.add("ps_args", arguments)
        return try await client.decode(call)
    }

    /// Gives a container another name.
    public func rename(_ container: String, to name: String) async throws(DockerError) {
        try await client.collect(Call(.post, Containers.path(container, "/rename"), ["name": name]))
    }

    /// Removes a container.
    ///
    /// - Parameters:
    ///   - force: kills it first where it runs.
    ///   - volumes: removes the volumes without a name that were made with it.
    /// - Throws: `.conflict` where it runs.
    public func remove(_ container: String, force: Bool = false, volumes: Bool = false) async throws(DockerError) {
        var call = Call(.delete, try Containers.path(container))
        call.query.add("force", force)
        call.query.add("v", volumes)
        try await client.collect(call)
    }

    /// Removes all containers that do not run.
    ///
    /// - Parameter filters: conditions such as `label` and `until`.
    public func prune(filters: Filters = [:]) async throws(DockerError) -> Pruned {
        var call = Call(.post, "/containers/prune")
        call.query.add("filters", try filters.parameter())
        return try await client.decode(call.since(25, "pruning"))
    }

    /// Tells once what a container uses. The engine takes two readings, so that this lasts about a second.
    public func stats(_ container: String) async throws(DockerError) -> ContainerStats {
        try await client.decode(Call(.get, Containers.path(container, "/stats"), ["stream": "false"]))
    }

    /// Tells what a container uses, about every second, until it ends.
    public func statsStream(_ container: String) async throws(DockerError) -> JSONStream<ContainerStats> {
        let call = Call(.get, try Containers.path(container, "/stats"), ["stream": "true"])
        return JSONStream(try await client.stream(call), what: "statistics")
    }
}
