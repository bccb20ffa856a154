import DockerClient
import Testing

extension WithEngine {
    /// The code of README.md that needs an engine, compiled and run: it stands here word for word.
    @Suite struct SnippetTests {
        @Test func `a container of one's own`() async throws {
            let image = TestEngine.image
            let target = try Folder()
            let folder = target.path

            let docker = try DockerClient()
            var spec = ContainerSpec(image: image, command: ["sleep", "300"])
            spec.host.memory = 256 << 20
            spec.host.networkMode = "none"

            try await docker.containers.with(spec) { id in  // removed at the end, whatever happens
                try await docker.containers.start(id)
                let result = try await docker.exec.run(["tr", "a-z", "A-Z"], in: id, input: "hello")
                print(result.exitCode, result.stdout)  // 0 HELLO

                let archive = try await docker.containers.archive(id, path: "/etc/hostname")
                try await archive.unpackTar(into: folder)
            }

            #expect(try target.read("hostname").isEmpty == false)
        }
    }
}
