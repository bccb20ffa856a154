internal import NIOCore

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// What a build is told.
public struct BuildOptions: Sendable {
    /// The names of the image.
    public var tags: [String] = []
    /// The Dockerfile, relative to the context's folder.
    public var dockerfile = "Dockerfile"
    /// The build's arguments.
    public var arguments: [String: String] = [:]
    /// The stage to stop at.
    public var target: String?
    /// Labels for the image.
    public var labels: [String: String] = [:]
    /// Whether steps are done again although their result is known.
    public var ignoresCache = false
    /// Whether the base image is pulled although it is there.
    public var pulls = false
    /// Such as `linux/arm64`.
    public var platform: String?
    /// The network of the build's steps.
    public var networkMode: String?
    /// Names for the hosts file of the build's steps, `name:address`.
    public var extraHosts: [String] = []
    /// Whether the context is compressed on its way: worth it over a network, not over a socket.
    public var compressesContext = false
    /// Logins for the registries that base images come from, by registry; those of config.json where it is nil.
    public var logins: [String: RegistryLogin]?

    /// Makes options with their defaults.
    public init() {}
}

extension Images {
    /// Builds an image of a folder with a Dockerfile, by the engine's classic builder.
    ///
    /// The files that `.dockerignore` names are left out. The image is there when the stream has been read to its end; its identity is the last
    /// ``ImageProgress/imageID``. Letting go of the stream stops the build.
    /// - Throws: `.file` where there is no Dockerfile. An error in a step is thrown by the stream.
    public func build(folder: String, _ options: BuildOptions = BuildOptions()) async throws(DockerError) -> ImageProgressStream {
        guard FileManager.default.fileExists(atPath: folder + "/" + options.dockerfile) else {
            throw DockerError(.file, "found no \(folder)/\(options.dockerfile), expected a Dockerfile; name another one in the options")
        }
        let rules = try Images.ignoreRules(folder: folder, dockerfile: options.dockerfile)
        return try await build(context: .tar(folder: folder, ignoring: rules), options)
    }

    /// Builds an image of a context's tar archive, by the engine's classic builder.
    public func build(context: ByteSource, _ options: BuildOptions = BuildOptions()) async throws(DockerError) -> ImageProgressStream {
        var call = Call(.post, "/build", try options.query())
        call.headers.add("Content-Type", "application/x-tar")
        var logins = options.logins
        if logins == nil { logins = try RegistryLogin.allConfigured(client.core.environment) }
        if let logins, !logins.isEmpty { call.headers.add("X-Registry-Config", try RegistryLogin.header(logins)) }
        call.body = .stream(options.compressesContext ? context.gzip() : context)
        return try await progress(call.untimed, what: "the build")
    }

    /// The rules of a Dockerfile's own ignore file, or else of the folder's. The Dockerfile itself is always sent.
    private static func ignoreRules(folder: String, dockerfile: String) throws(DockerError) -> IgnoreRules {
        for name in [dockerfile + ".dockerignore", ".dockerignore"] {
            guard let data = FileManager.default.contents(atPath: folder + "/" + name) else { continue }
            return try IgnoreRules(String(decoding: data, as: UTF8.self) + "\n!\(dockerfile)\n!.dockerignore\n")
        }
        return IgnoreRules()
    }
}

extension BuildOptions {
    fileprivate func query() throws(DockerError) -> Query {
        var query: Query = ["dockerfile": dockerfile]
        for tag in tags { query.add("t", tag) }
        if !arguments.isEmpty { query.add("buildargs", String(buffer: try JSON.encode(arguments))) }
        if !labels.isEmpty { query.add("labels", String(buffer: try JSON.encode(labels))) }
        query.add("target", target)
        query.add("nocache", ignoresCache)
        query.add("pull", pulls)
        query.add("platform", platform)
        query.add("networkmode", networkMode)
        for host in extraHosts { query.add("extrahosts", host) }
        // Containers between the steps go, also of a step that fails.
        query.add("rm", true)
        query.add("forcerm", true)
        return query
    }
}
