import Foundation
import Testing

@testable import DockerClient

@Suite struct LocationTests {
    private static func environment(_ folder: TestFolder, _ variables: [String: String] = [:]) -> DockerEnvironment {
        var environment = DockerEnvironment(variables: variables, home: folder.path)
        environment.systemSocket = folder.path + "/system.sock"
        return environment
    }

    private static func addContext(_ folder: TestFolder, _ name: String, host: String, certificates: Bool = false) throws {
        try folder.write(".docker/contexts/meta/hash-\(name)/meta.json", #"{"Name":"\#(name)","Endpoints":{"docker":{"Host":"\#(host)"}}}"#)
        if certificates {
            for file in ["ca", "cert", "key"] { try folder.write(".docker/contexts/tls/hash-\(name)/docker/\(file).pem", "") }
        }
    }

    @Test func `DOCKER_HOST comes before a context, a context before config.json, that before the sockets`() throws {
        let folder = try TestFolder()
        try folder.write("system.sock", "")
        #expect(try DockerEndpoint.locate(Self.environment(folder)) == .unix(path: folder.path + "/system.sock"))
        try Self.addContext(folder, "work", host: "tcp://work:2375")
        try Self.addContext(folder, "other", host: "unix:///other.sock")
        try folder.write(".docker/config.json", #"{"currentContext":"work","auths":null}"#)
        #expect(try DockerEndpoint.locate(Self.environment(folder)) == .tcp(host: "work", port: 2375))
        #expect(try DockerEndpoint.locate(Self.environment(folder, ["DOCKER_CONTEXT": "other"])) == .unix(path: "/other.sock"))
        let variables = ["DOCKER_CONTEXT": "other", "DOCKER_HOST": "unix:///mine.sock"]
        #expect(try DockerEndpoint.locate(Self.environment(folder, variables)) == .unix(path: "/mine.sock"))
        #expect(
            try DockerEndpoint.locate(Self.environment(folder, ["DOCKER_CONTEXT": "default"])) == .unix(path: folder.path + "/system.sock")
        )
        #expect(try DockerEndpoint.context("other", Self.environment(folder)) == .unix(path: "/other.sock"))
    }

    @Test func `an unknown context is an error that names the known ones`() throws {
        let folder = try TestFolder()
        try Self.addContext(folder, "work", host: "tcp://work:2375")
        let error = #expect(throws: DockerError.self) { try DockerEndpoint.locate(Self.environment(folder, ["DOCKER_CONTEXT": "nowhere"])) }
        #expect(error?.code == .configuration && error?.message.contains("default, work") == true)
    }

    @Test func `a context brings its certificates`() throws {
        let folder = try TestFolder()
        try Self.addContext(folder, "safe", host: "tcp://safe:2376", certificates: true)
        let endpoint = try DockerEndpoint.context("safe", Self.environment(folder))
        guard case .tls("safe", 2376, let settings) = endpoint else { throw DockerError(.tls, "\(endpoint)") }
        #expect(settings.keyFile == folder.path + "/.docker/contexts/tls/hash-safe/docker/key.pem" && settings.verifies)
    }

    @Test(arguments: [(["DOCKER_TLS_VERIFY": "1"], true), (["DOCKER_CERT_PATH": "/certs"], false)])
    func `variables ask for TLS`(variables: [String: String], verifies: Bool) throws {
        let folder = try TestFolder()
        let endpoint = try DockerEndpoint.locate(Self.environment(folder, variables.merging(["DOCKER_HOST": "tcp://h"]) { $1 }))
        #expect(endpoint == .tls(host: "h", port: 2376, TLSSettings(verifies: verifies)))
    }

    @Test func `without an engine every place that was tried is named`() throws {
        let folder = try TestFolder()
        let environment = Self.environment(folder, ["XDG_RUNTIME_DIR": "/run/user/1"])
        let error = #expect(throws: DockerError.self) { try DockerEndpoint.locate(environment) }
        #expect(error?.code == .engineNotFound)
        for socket in environment.defaultSockets { #expect(error?.message.contains(socket) == true) }
    }

    @Test(arguments: [
        ("unix:///a b.sock", DockerEndpoint.unix(path: "/a b.sock")), ("tcp://h", .tcp(host: "h", port: 2375)),
        ("tcp://[::1]:99", .tcp(host: "::1", port: 99)), ("http://h:80/", .tcp(host: "h", port: 80)),
        ("https://h", .tls(host: "h", port: 2376, TLSSettings())), ("TCP://1.2.3.4:5", .tcp(host: "1.2.3.4", port: 5)),
    ])
    func `addresses are read`(address: String, endpoint: DockerEndpoint) throws {
        #expect(try DockerEndpoint(address) == endpoint)
    }

    @Test(arguments: [
        "", "/var/run/docker.sock", "unix://relative", "tcp://", "tcp://h:0", "tcp://h:x", "tcp://h:1/path", "ssh://h", "npipe:////./x",
    ])
    func `addresses that cannot be used are refused`(address: String) {
        #expect(throws: DockerError(.configuration, "")) { try DockerEndpoint(address) }
    }

    @Test func `a damaged config.json is named, its passwords are not`() throws {
        let folder = try TestFolder()
        try folder.write(".docker/config.json", #"{"auths": {"r": {"auth": "c2VjcmV0"}}, "currentContext": 5}"#)
        let error = #expect(throws: DockerError.self) { try DockerEndpoint.locate(Self.environment(folder)) }
        #expect(error?.code == .configuration && error?.message.contains(".docker/config.json") == true)
        #expect(error?.message.contains("c2VjcmV0") == false)
    }

    @Test func `a socket that may not be opened names its owner, its group and what to do`() throws {
        let folder = try TestFolder()
        try folder.write("docker.sock", "")
        let error = DockerError.notAllowed(toOpen: folder.path + "/docker.sock")
        #expect(error.code == .permissionDenied)
        for word in ["owner", "group", "docker", "usermod", folder.path] { #expect(error.message.contains(word)) }
    }
}
