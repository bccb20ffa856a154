extension Images {
    /// Pulls an image from its registry.
    ///
    /// ```swift
    /// for try await step in try await docker.images.pull("python:3.13-slim") {
    ///     print(step.id ?? "", step.status ?? "")
    /// }
    /// ```
    /// The image is there when the stream has been read to its end. Letting go of the stream stops the pull.
    /// - Parameters:
    ///   - image: its name; the tag is `latest` where there is none.
    ///   - platform: such as `linux/arm64`.
    ///   - login: the login at the registry; nil takes the one that config.json has for it, if any.
    /// - Throws: `.notFound` or `.unauthorized` where the registry refuses, `.credentials` where a helper fails.
    public func pull(_ image: String, platform: String? = nil, login: RegistryLogin? = nil) async throws(DockerError) -> ImageProgressStream {
        let reference = try ImageReference(image)
        var call = Call(.post, "/images/create", ["fromImage": reference.repository])
        call.query.add("tag", reference.digest ?? reference.tag ?? "latest")
        if let platform {
            call.query.add("platform", platform)
            call = call.since(32, "a pull for a platform")
        }
        var found = login
        if found == nil { found = try await RegistryLogin.configured(for: reference.registry, client.core.environment) }
        if let found { call.headers.add("X-Registry-Auth", try found.header()) }
        return try await progress(call.untimed, what: "the pull of \(image)")
    }
}
