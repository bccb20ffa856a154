extension DockerClient {
    /// The images of the engine.
    public var images: Images { Images(client: self) }
}

/// The images of an engine. An image is named by a name with a tag or a hash, or by its identity, which may be cut short.
public struct Images: Sendable {
    let client: DockerClient

    private static func path(_ image: String, _ rest: String = "") throws(DockerError) -> String {
        "/images/\(try Query.escapedName(image, "an image"))\(rest)"
    }

    /// Lists images.
    ///
    /// - Parameters:
    ///   - all: lists those that builds left between their steps, too.
    ///   - filters: conditions such as `reference`, `label`, `dangling`.
    public func list(all: Bool = false, filters: Filters = [:]) async throws(DockerError) -> [Image] {
        var call = Call(.get, "/images/json")
        call.query.add("all", all)
        call.query.add("filters", try filters.parameter())
        return try await client.decode(call)
    }

    /// Tells everything about an image.
    public func inspect(_ image: String) async throws(DockerError) -> ImageDetails {
        try await client.decode(Call(.get, Images.path(image, "/json")))
    }

    /// Gives an image another name.
    ///
    /// - Parameter name: such as `registry.example.org/team/app:1.2`; the tag is `latest` where there is none.
    public func tag(_ image: String, as name: String) async throws(DockerError) {
        let reference = try ImageReference(name)
        var call = Call(.post, try Images.path(image, "/tag"), ["repo": reference.repository])
        call.query.add("tag", reference.tag ?? "latest")
        try await client.collect(call)
    }

    /// Removes an image's name, and the image with its last name.
    ///
    /// - Parameters:
    ///   - force: removes it although containers that do not run use it, and with all of its names.
    ///   - prune: removes the layers that nothing else uses.
    /// - Throws: `.conflict` where a container uses it.
    @discardableResult
    public func remove(_ image: String, force: Bool = false, prune: Bool = true) async throws(DockerError) -> [RemovedImage] {
        var call = Call(.delete, try Images.path(image))
        call.query.add("force", force)
        call.query.add("noprune", !prune)
        return try await client.decode(call)
    }

    /// Removes images that no container uses: those without a name, or with a filter `dangling` of `false` all.
    public func prune(filters: Filters = [:]) async throws(DockerError) -> Pruned {
        var call = Call(.post, "/images/prune")
        call.query.add("filters", try filters.parameter())
        return try await client.decode(call.untimed.since(25, "pruning"))
    }

    /// Saves images, with their names and layers, as a tar archive that ``load(_:)`` takes.
    public func save(_ images: String...) async throws(DockerError) -> ByteStream {
        guard !images.isEmpty else { throw DockerError(.invalidArgument, "found no image, expected one or more to save") }
        var call = Call(.get, "/images/get")
        for image in images { call.query.add("names", image) }
        return ByteStream(try await client.stream(call.untimed))
    }

    /// Loads the images of an archive that ``save(_:)`` made; compressed by gzip or not.
    ///
    /// The images are there when the stream has been read to its end.
    public func load(_ archive: ByteSource) async throws(DockerError) -> ImageProgressStream {
        try await upload(Call(.post, "/images/load"), archive, what: "the loading of images")
    }

    /// Makes an image of a root file system's archive.
    ///
    /// The image is there when the stream has been read to its end.
    /// - Parameters:
    ///   - name: such as `app:1.2`.
    ///   - changes: lines of a Dockerfile, such as `CMD ["bash"]`.
    public func importing(
        _ archive: ByteSource,
        as name: String,
        changes: [String] = []
    ) async throws(DockerError) -> ImageProgressStream {
        let reference = try ImageReference(name)
        var call = Call(.post, "/images/create", ["fromSrc": "-", "repo": reference.repository])
        call.query.add("tag", reference.tag)
        for change in changes { call.query.add("changes", change) }
        return try await upload(call, archive, what: "the import of an image")
    }

    private func upload(_ call: Call, _ archive: ByteSource, what: String) async throws(DockerError) -> ImageProgressStream {
        var call = call.untimed
        call.headers.add("Content-Type", "application/x-tar")
        call.body = .stream(archive)
        return try await progress(call, what: what)
    }

    /// Sends a call whose answer is progress, and throws what the engine reports in it.
    func progress(_ call: Call, what: String) async throws(DockerError) -> ImageProgressStream {
        JSONStream(try await client.stream(call), what: what) { progress throws(DockerError) in
            if let error = progress.error { throw DockerError(.stream, "\(what): \(error)") }
        }
    }
}

/// The steps of a pull, a build, a load or an import. What the engine reports as an error is thrown with the code `.stream`.
public typealias ImageProgressStream = JSONStream<ImageProgress>
