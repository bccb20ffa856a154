import DockerClient
import Foundation
import NIOCore
import Testing

/// A registry in a container, with one image. The engine may pull from it without TLS, for it is on this machine.
struct TestRegistry {
    /// The registry's address, as a part of an image's name.
    let host: String

    var image: String { "\(host)/team/app:1" }

    /// Runs the body beside a registry.
    ///
    /// - Parameter password: what the user `me` must know; nil lets everybody pull.
    static func with(password: String? = nil, _ body: (DockerClient, TestRegistry) async throws -> Void) async throws {
        let docker = try TestEngine.client()
        let script = try String(contentsOfFile: URL(filePath: #filePath).deletingLastPathComponent().appending(path: "registry.py").path, encoding: .utf8)
        var spec = TestEngine.spec("python3", "-c", script)
        if let password { spec.command += ["me", password] }
        spec.host.networkMode = nil
        spec.ports = [PortBinding(container: 5000, address: "127.0.0.1")]
        try await docker.containers.with(spec) { id in
            try await docker.containers.start(id)
            for try await line in try await docker.containers.logs(id, follow: true).lines where line.text == "ready" { break }
            let port = try #require(try await docker.containers.inspect(id).ports["5000/tcp"]?.first?.port)
            let registry = TestRegistry(host: "127.0.0.1:\(port)")
            do {
                try await body(docker, registry)
            } catch {
                _ = try? await docker.images.remove(registry.image, force: true)
                throw error
            }
            _ = try? await docker.images.remove(registry.image, force: true)
        }
    }
}

extension WithEngine {
    @Suite struct PullTests {
        /// Whether some step tells how much of a layer of that size has come.
        private static func loads(_ steps: [ImageProgress], moreThan size: Int) -> Bool {
            steps.contains { $0.status == "Downloading" && $0.current ?? 0 > 0 && $0.total ?? 0 > size }
        }

        @Test func `a pull tells its progress, and the image is there at its end`() async throws {
            try await TestRegistry.with { docker, registry in
                let steps = try await docker.images.pull(registry.image).collect()
                #expect(steps.first?.status == "Pulling from team/app" && steps.first?.id == "1")
                #expect(Self.loads(steps, moreThan: 8 << 20))
                #expect(steps.last?.status?.hasPrefix("Status: Downloaded newer image") == true)
                #expect(try await docker.images.inspect(registry.image).configuration.command == ["/hello"])
            }
        }

        @Test func `what the registry does not have is not found`() async throws {
            try await TestRegistry.with { docker, registry in
                let error = await #expect(throws: DockerError.self) { try await docker.images.pull("\(registry.host)/team/app:2").finish() }
                // Engines differ in the status.
                #expect(error.map { [.notFound, .serverError].contains($0.code) } == true)
                #expect(error?.message.contains("manifest unknown") == true)
            }
        }

        @Test func `a login opens a registry, given or out of config.json`() async throws {
            try await TestRegistry.with(password: "s3cret") { docker, registry in
                let refused = await #expect(throws: DockerError.self) { try await docker.images.pull(registry.image).finish() }
                #expect(refused.map { [.unauthorized, .serverError, .notFound].contains($0.code) } == true)
                let wrong = RegistryLogin(username: "me", password: "wrong", registry: registry.host)
                await #expect(throws: DockerError.self) { try await docker.images.pull(registry.image, login: wrong).finish() }
                try await docker.images.pull(registry.image, login: RegistryLogin(username: "me", password: "s3cret", registry: registry.host)).finish()
                try await docker.images.remove(registry.image)
                let folder = try Folder()
                let auth = Data("me:s3cret".utf8).base64EncodedString()
                try folder.write("config.json", #"{"auths":{"\#(registry.host)":{"auth":"\#(auth)"}}}"#)
                var options = DockerClient.Options()
                options.environment.variables["DOCKER_CONFIG"] = folder.path
                try await DockerClient(docker.endpoint, options: options).images.pull(registry.image).finish()
                #expect(try await docker.images.inspect(registry.image).repoTags == [registry.image])
            }
        }

        @Test func `letting go of a pull stops it`() async throws {
            try await TestRegistry.with { docker, registry in
                for try await step in try await docker.images.pull(registry.image) where step.status == "Downloading" { break }
                await #expect(throws: DockerError(.notFound, "")) { try await docker.images.inspect(registry.image) }
            }
        }
    }
}
