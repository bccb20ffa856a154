import DockerClient
import Foundation
import NIOCore
import Testing

extension WithEngine {
    @Suite struct ImageTests {
        @Test func `images are listed, inspected, tagged and removed`() async throws {
            let docker = try TestEngine.client()
            let name = TestEngine.name("tag") + ":1"
            try await docker.images.tag(TestEngine.image, as: name)
            #expect(try await docker.images.list(filters: ["reference": [name]]).first?.repoTags.contains(name) == true)
            let details = try await docker.images.inspect(name)
            #expect(details.repoTags.contains(name) && details.operatingSystem == "linux")
            #expect(details.configuration.command == ["bash"])
            let removed = try await docker.images.remove(name)
            #expect(removed.map(\.untagged) == [name])
            await #expect(throws: DockerError(.notFound, "")) { try await docker.images.inspect(name) }
        }

        @Test func `a folder is built, its ignored files stay at home`() async throws {
            let folder = try Folder()
            try folder.write("Dockerfile", "ARG BASE\nFROM ${BASE}\nARG WORD\nCOPY . /app\nRUN ls /app > /list && echo $WORD >> /list\n")
            try folder.write(".dockerignore", "*.log\n!keep.log\nsecret\n")
            for name in ["a.txt", "b.log", "keep.log", "secret/key"] { try folder.write(name, name) }
            let docker = try TestEngine.client()
            var options = BuildOptions()
            options.tags = [TestEngine.name("build") + ":1"]
            options.arguments = ["BASE": TestEngine.image, "WORD": "hello"]
            options.labels = [TestEngine.label: "1"]
            options.compressesContext = true
            let steps = try await docker.images.build(folder: folder.path, options).collect()
            #expect(steps.contains { $0.text?.contains("Successfully built") == true })
            let id = try #require(steps.compactMap(\.imageID).last)
            try await docker.containers.with(ContainerSpec(image: id, command: ["cat", "/list"])) { container in
                try await docker.containers.start(container)
                _ = try await docker.containers.wait(container)
                let lines = try await docker.containers.logs(container).lines.collect().map(\.text)
                #expect(lines == ["Dockerfile", "a.txt", "keep.log", "hello"])
            }
            try await docker.images.remove(options.tags[0], force: true)
        }

        @Test func `a step that fails is thrown`() async throws {
            let folder = try Folder()
            try folder.write("Dockerfile", "FROM \(TestEngine.image)\nRUN exit 9\n")
            let steps = try await TestEngine.client().images.build(folder: folder.path)
            let error = await #expect(throws: DockerError.self) { try await steps.finish() }
            #expect(error?.code == .stream)
            #expect(error?.message.contains("returned a non-zero code: 9") == true)
        }

        @Test func `an archive is imported, saved, removed and loaded`() async throws {
            let docker = try TestEngine.client()
            let name = TestEngine.name("import") + ":1"
            let files = ByteSource.tar(files: ["hello.txt": ByteBuffer(string: "hello")])
            try await docker.images.importing(files, as: name, changes: ["CMD [\"/hello\"]"]).finish()
            #expect(try await docker.images.inspect(name).configuration.command == ["/hello"])
            let saved = try await docker.images.save(name).collect()
            try await docker.images.remove(name)
            try await docker.images.load(ByteSource(saved)).finish()
            try await docker.images.remove(name)
        }

        @Test func `a pull that cannot work throws the engine's words`() async throws {
            let docker = try TestEngine.client()
            let error = await #expect(throws: DockerError.self) {
                try await docker.images.pull("127.0.0.1:9/no-such/image:1").finish()
            }
            #expect(error.map { [.serverError, .stream, .notFound].contains($0.code) } == true)
        }

        @Test func `pruning takes images that carry the label`() async throws {
            let docker = try TestEngine.client()
            let mark = TestEngine.name("prune")
            let files = ByteSource.tar(files: ["a": ByteBuffer(string: mark)])
            try await docker.images.importing(files, as: mark, changes: ["LABEL \(mark)=1"]).finish()
            let pruned = try await docker.images.prune(filters: ["label": [mark], "dangling": ["false"]])
            #expect(pruned.removed.contains { $0.contains(mark) })
        }
    }
}

/// A folder that goes with its owner.
final class Folder {
    let path = NSTemporaryDirectory() + "haystack-docker-" + UUID().uuidString

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(atPath: path) }

    func read(_ name: String) throws -> String { try String(contentsOfFile: path + "/" + name, encoding: .utf8) }

    func write(_ name: String, _ text: String) throws {
        let file = URL(fileURLWithPath: path).appendingPathComponent(name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }
}
