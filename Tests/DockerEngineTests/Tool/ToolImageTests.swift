import DockerClient
import Foundation
import Testing

extension WithEngine {
    @Suite struct ToolImageTests {
        @Test func `a pull writes plain lines where nobody watches`() async throws {
            try await TestRegistry.with { docker, registry in
                let outcome = try await Tool.run("docker", "pull", registry.image)
                #expect(outcome.status == 0)
                #expect(outcome.lines.first == "1: Pulling from team/app")
                #expect(outcome.lines.filter { $0.hasSuffix(": Pull complete") }.count == 2)
                #expect(outcome.lines.last == registry.image)
                #expect(!outcome.stdout.contains("\u{1b}"))
                #expect(try await Tool.run("docker", "pull", "-q", registry.image).stdout == registry.image + "\n")
                #expect(try await docker.images.inspect(registry.image).size > 8 << 20)
            }
        }

        @Test func `run pulls an image that is missing`() async throws {
            try await TestRegistry.with { _, registry in
                let outcome = try await Tool.run("docker", "run", "--rm", "--network", "none", registry.image)
                // The image holds no program.
                #expect(outcome.status == 127)
                #expect(outcome.stderr.contains("Pull complete"))
            }
        }

        @Test func `a folder is built, and a step that fails is said`() async throws {
            let folder = try Folder()
            let name = TestEngine.name("toolbuild") + ":1"
            try folder.write("docker/Dockerfile", "ARG BASE\nFROM ${BASE}\nARG WORD\nLABEL word=$WORD\nRUN echo built-$WORD\n")
            try folder.write("Dockerfile", "FROM \(TestEngine.image)\nRUN echo broken; exit 9\n")
            let build = ["docker", "build", folder.path, "--label", TestEngine.label + "=1"]
            let options = ["-t", name, "-f", folder.path + "/docker/Dockerfile", "--build-arg", "BASE=\(TestEngine.image)", "--build-arg", "WORD"]
            let outcome = try await Tool.run(build + options, environment: ["WORD": "hello"])
            #expect(outcome.status == 0)
            #expect(outcome.stdout.contains("built-hello\n") && outcome.stdout.contains("Successfully tagged \(name)"))
            let docker = try TestEngine.client()
            let image = try await docker.images.inspect(name)
            #expect(image.configuration.labels[TestEngine.label] == "1" && image.configuration.labels["word"] == "hello")
            #expect(try await Tool.run(build + options + ["-q"], environment: ["WORD": "hello"]).stdout == image.id + "\n")
            try await docker.images.remove(name, force: true)
            let failed = try await Tool.run(build + ["--quiet"])
            #expect(failed.status == 1 && failed.stdout == "")
            #expect(failed.stderr.contains("broken\n") && failed.stderr.contains("non-zero code: 9"))
            let outside = try await Tool.run("docker", "build", folder.path + "/docker", "-f", folder.path + "/Dockerfile")
            #expect(outside.status == 64 && outside.stderr.contains("outside of"))
        }

        @Test func `prune asks, and removes what meets the condition`() async throws {
            let docker = try TestEngine.client()
            let mark = TestEngine.name("toolprune")
            var spec = TestEngine.spec("true")
            spec.labels[mark] = "1"
            let id = try await docker.containers.create(spec).id
            var network = NetworkSpec(mark)
            network.labels[mark] = "1"
            _ = try await docker.networks.create(network)
            let refused = try await Tool.run("docker", "prune", "--filter", "label=\(mark)", input: "n\n")
            #expect(refused.status == 1 && refused.stdout.contains("all containers that do not run"))
            #expect(try await Tool.run("docker", "prune", "--filter", "label=\(mark)").status == 1)
            #expect(try await docker.containers.inspect(id).id == id)
            let agreed = try await Tool.run("docker", "prune", "--filter", "label=\(mark)", input: "y\n")
            #expect(agreed.status == 0)
            #expect(agreed.lines.contains(id) && agreed.lines.contains(mark))
            #expect(agreed.lines.last?.hasPrefix("Total reclaimed space: ") == true)
            await #expect(throws: DockerError(.notFound, "")) { try await docker.containers.inspect(id) }
            let again = try await Tool.run("docker", "prune", "-f", "--volumes", "--filter", "label=\(mark)")
            #expect(again.status == 0 && !again.stdout.contains("Removed"))
        }
    }
}
