#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// What of this process' surroundings says where the engine is: variables and the home folder.
public struct DockerEnvironment: Sendable {
    /// The environment variables.
    public var variables: [String: String]
    /// The user's home folder.
    public var home: String
    /// Where the system's engine listens.
    var systemSocket = "/var/run/docker.sock"

    /// Makes surroundings of its own, for instance for a test.
    public init(variables: [String: String], home: String) {
        self.variables = variables
        self.home = home
    }

    /// The surroundings of this process.
    public static var current: DockerEnvironment {
        let variables = ProcessInfo.processInfo.environment
        return DockerEnvironment(variables: variables, home: variables["HOME"] ?? FileManager.default.homeDirectoryForCurrentUser.path)
    }

    /// A variable that is there and not empty.
    subscript(_ name: String) -> String? {
        guard let value = variables[name], !value.isEmpty else { return nil }
        return value
    }

    /// The folder of config.json: `DOCKER_CONFIG`, or `.docker` in the home folder.
    var configFolder: String { self["DOCKER_CONFIG"] ?? home + "/.docker" }

    /// The sockets that engines listen on, the first found is taken: the system's, a rootless one, Desktop's, those of other makers.
    var defaultSockets: [String] {
        var sockets = [systemSocket]
        if let runtime = self["XDG_RUNTIME_DIR"] { sockets.append(runtime + "/docker.sock") }
        sockets += [".docker/run/docker.sock", ".docker/desktop/docker.sock", ".orbstack/run/docker.sock", ".colima/default/docker.sock"]
            .map { home + "/" + $0 }
        if let runtime = self["XDG_RUNTIME_DIR"] { sockets.append(runtime + "/podman/podman.sock") }
        return sockets
    }
}
