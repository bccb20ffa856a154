import Foundation
import NIOCore
import Testing

@testable import DockerClient

@Suite(.timeLimit(.minutes(1))) struct CredentialTests {
    private static func environment(_ folder: TestFolder, _ config: String) throws -> DockerEnvironment {
        try folder.write("config.json", config)
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return DockerEnvironment(variables: ["DOCKER_CONFIG": folder.path, "PATH": "\(folder.path)/bin:\(path)"], home: folder.path)
    }

    private static func addHelper(_ folder: TestFolder, _ name: String, _ script: String) throws {
        try folder.write("bin/docker-credential-\(name)", "#!/bin/sh\n\(script)\n")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(folder.path)/bin/docker-credential-\(name)")
    }

    @Test func `the file's own logins are found by the registry's host`() async throws {
        let folder = try TestFolder()
        let auth = Data("me:pa:ss".utf8).base64EncodedString()
        let environment = try Self.environment(
            folder,
            #"{"auths":{"https://ghcr.io/v2/":{"auth":"\#(auth)"},"h:5000":{"identitytoken":"tok"},"empty":{}}}"#
        )
        let login = try await RegistryLogin.configured(for: "ghcr.io", environment)
        #expect(login == RegistryLogin(username: "me", password: "pa:ss", registry: "ghcr.io"))
        #expect(try await RegistryLogin.configured(for: "h:5000", environment)?.identityToken == "tok")
        #expect(try await RegistryLogin.configured(for: "empty", environment) == nil)
        #expect(try await RegistryLogin.configured(for: "other", environment) == nil)
        #expect(try RegistryLogin.allConfigured(environment).count == 2)
        #expect(login.map { "\($0)".contains("pa:ss") } == false)
    }

    @Test func `a helper of the registry comes before the store`() async throws {
        let folder = try TestFolder()
        let environment = try Self.environment(folder, #"{"credsStore":"store","credHelpers":{"ghcr.io":"own"}}"#)
        try Self.addHelper(folder, "own", #"read r; echo "{\"ServerURL\":\"$r\",\"Username\":\"own-$r\",\"Secret\":\"s\"}""#)
        try Self.addHelper(folder, "store", #"echo '{"Username":"<token>","Secret":"t"}'"#)
        #expect(try await RegistryLogin.configured(for: "ghcr.io", environment)?.username == "own-ghcr.io")
        #expect(try await RegistryLogin.configured(for: "other.io", environment)?.identityToken == "t")
    }

    @Test func `a helper without the login is no error, one that fails is`() async throws {
        let folder = try TestFolder()
        let environment = try Self.environment(folder, #"{"credHelpers":{"a":"none","b":"broken","c":"missing","d":"noise"}}"#)
        try Self.addHelper(folder, "none", "echo 'credentials not found in native keychain'; exit 1")
        try Self.addHelper(folder, "broken", "echo 'locked' >&2; exit 1")
        try Self.addHelper(folder, "noise", "echo hunter2")
        #expect(try await RegistryLogin.configured(for: "a", environment) == nil)
        for (registry, words) in [("b", "locked"), ("c", "docker-credential-missing"), ("d", "docker-credential-noise")] {
            let error = await #expect(throws: DockerError.self) { try await RegistryLogin.configured(for: registry, environment) }
            #expect(error?.code == .credentials && error?.message.contains(words) == true && error?.message.contains("hunter2") == false)
        }
    }

    @Test func `helpers that do not read their input do no harm`() async throws {
        let folder = try TestFolder()
        let environment = try Self.environment(folder, #"{"credHelpers":{"a":"none"}}"#)
        try Self.addHelper(folder, "none", "exec 0<&-; echo 'credentials not found'; exit 1")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    let login = try await RegistryLogin.configured(for: "a", environment)
                    #expect(login == nil)
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func `a login travels as JSON in base64 for URLs`() throws {
        let header = try RegistryLogin(username: "ü>?", password: "~~~", registry: "r").header()
        #expect(!header.contains("+") && !header.contains("/"))
        let base64 = String(header.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
        let text = String(decoding: try #require(Data(base64Encoded: base64)), as: UTF8.self)
        #expect(text == #"{"password":"~~~","serveraddress":"r","username":"ü>?"}"#)
    }
}
