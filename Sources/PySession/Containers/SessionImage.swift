import DockerClient

/// An image that sessions can be made of, and what matters of it.
struct SessionImage: Sendable, Hashable {
    /// The label of an image that carries the SDK's Python package: the package's digest.
    static let packageLabel = "haystack-sdk.hxpy"
    /// The image that `haystack py image build` makes.
    static let own = "haystack-hxpy:latest"
    /// The release of Haxall whose image is looked for first.
    static let upstreamVersion = "4.0.6"
    /// The images that are looked for where no option names one: our own, then upstream's in upstream's order.
    static let candidates = [own] + [upstreamVersion, "latest", "main"].map { "ghcr.io/haxall/hxpy:\($0)" }

    /// The name by which it was found.
    let name: String
    /// Its identity.
    let id: String
    /// The entrypoint.
    let entrypoint: [String]
    /// What its environment has Python look through for modules.
    let pythonPath: String?
    /// The digest of the SDK's Python package in it, where it has one.
    let packageDigest: String?

    /// Finds the image to use.
    ///
    /// - Parameter option: the image that the caller asks for; the candidates are tried where there is none.
    /// - Throws: `PySessionError` `.imageNotFound` with what was tried; `DockerError`.
    static func find(_ option: String?, _ docker: DockerClient) async throws -> SessionImage {
        let names = option.map { [$0] } ?? candidates
        for name in names {
            do throws(DockerError) {
                return SessionImage(name: name, try await docker.images.inspect(name))
            } catch {
                guard error.code == .notFound else { throw error }
            }
        }
        throw PySessionError(.imageNotFound, missing(names, isChosen: option != nil, engine: docker.endpoint))
    }

    private init(name: String, _ details: ImageDetails) {
        self.name = name
        id = details.id
        entrypoint = details.configuration.entrypoint
        pythonPath = details.configuration.environment.first { $0.hasPrefix("PYTHONPATH=") }.map { String($0.dropFirst(11)) }
        packageDigest = details.configuration.labels[SessionImage.packageLabel]
    }

    init(name: String, id: String, entrypoint: [String] = [], pythonPath: String? = nil, packageDigest: String? = nil) {
        self.name = name
        self.id = id
        self.entrypoint = entrypoint
        self.pythonPath = pythonPath
        self.packageDigest = packageDigest
    }

    /// The Python that the image runs by itself, as upstream's does.
    var entrypointPython: String? {
        guard let program = entrypoint.first, let name = program.split(separator: "/").last, name.hasPrefix("python") else { return nil }
        return program
    }

    /// What to tell where there is no image.
    static func missing(_ names: [String], isChosen: Bool, engine: DockerEndpoint) -> String {
        if isChosen, let name = names.first {
            return "the engine at \(engine) has no image \(name); pull it with 'docker pull \(name)', or name another that has Python with numpy and pandas"
        }
        return """
            the engine at \(engine) has none of the images for sessions, tried \(names.joined(separator: ", ")); build ours with \
            'haystack py image build', pull upstream's with 'docker pull ghcr.io/haxall/hxpy:latest', or name an image that has Python with \
            numpy and pandas
            """
    }
}
