#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

extension DockerEndpoint {
    /// Where the engine is, in the order that the docker CLI uses: `DOCKER_HOST`, `DOCKER_CONTEXT`, the current context of config.json,
    /// and then the first socket there is of the system, rootless Docker, Docker Desktop, OrbStack, colima and podman.
    ///
    /// - Throws: `.configuration` for an address or a context that cannot be used, `.engineNotFound` with every place that was tried.
    public static func locate(_ environment: DockerEnvironment = .current) throws(DockerError) -> DockerEndpoint {
        if let host = environment["DOCKER_HOST"] { return try DockerEndpoint(host, tls: environment.tls) }
        if let name = try environment.contextName(), name != "default" {
            return try DockerContext.endpoint(name, configFolder: environment.configFolder)
        }
        let sockets = environment.defaultSockets
        if let path = sockets.first(where: { FileManager.default.fileExists(atPath: $0) }) { return .unix(path: path) }
        throw DockerError(
            .engineNotFound,
            """
            DOCKER_HOST and DOCKER_CONTEXT are not set, no context is chosen in \(environment.configFolder)/config.json, \
            and there is no socket at \(sockets.joined(separator: ", ")); start an engine, or set DOCKER_HOST
            """
        )
    }

    /// The endpoint of a context by its name, as `docker context ls` shows it.
    ///
    /// - Throws: `.configuration` for a context that there is not.
    public static func context(_ name: String, _ environment: DockerEnvironment = .current) throws(DockerError) -> DockerEndpoint {
        guard name != "default" else {
            var environment = environment
            environment.variables["DOCKER_CONTEXT"] = name
            return try locate(environment)
        }
        return try DockerContext.endpoint(name, configFolder: environment.configFolder)
    }
}

extension DockerEnvironment {
    fileprivate func contextName() throws(DockerError) -> String? {
        if let name = self["DOCKER_CONTEXT"] { return name }
        return try DockerConfigFile.read(configFolder).currentContext.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// `DOCKER_TLS_VERIFY` asks for TLS with a checked certificate; `DOCKER_CERT_PATH` alone for TLS without the check, as in the CLI.
    fileprivate var tls: TLSSettings? {
        let verifies = self["DOCKER_TLS_VERIFY"] != nil
        guard verifies || self["DOCKER_CERT_PATH"] != nil else { return nil }
        let folder = self["DOCKER_CERT_PATH"] ?? configFolder
        return TLSSettings(folder: folder, verifies: verifies) ?? TLSSettings(verifies: verifies)
    }
}
