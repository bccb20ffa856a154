/// An image's name, taken apart: `registry/path:tag@digest`.
struct ImageReference: Equatable {
    /// Registry and path, as they were written.
    let repository: String
    let tag: String?
    let digest: String?

    /// - Throws: `.invalidArgument` for an empty name, tag or digest.
    init(_ name: String) throws(DockerError) {
        let parts = name.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        let rest = parts[0]
        digest = parts.count > 1 ? String(parts[1]) : nil
        let lastSlash = rest.lastIndex(of: "/") ?? rest.startIndex
        // A colon before the last slash belongs to the registry's port.
        if let colon = rest[lastSlash...].lastIndex(of: ":") {
            repository = String(rest[..<colon])
            tag = String(rest[rest.index(after: colon)...])
        } else {
            repository = String(rest)
            tag = nil
        }
        guard !repository.isEmpty, tag != "", digest != "" else {
            throw DockerError(.invalidArgument, "found the image name \"\(name)\", expected name, name:tag or name@digest")
        }
    }

    /// The registry: the first part, where it looks like a host; Docker Hub otherwise.
    var registry: String {
        guard let slash = repository.firstIndex(of: "/") else { return RegistryLogin.dockerHub }
        let first = repository[..<slash]
        let isHost = first.contains(".") || first.contains(":") || first == "localhost"
        if !isHost || first == "docker.io" || first == "index.docker.io" { return RegistryLogin.dockerHub }
        return String(first)
    }
}
