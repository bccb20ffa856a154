import DockerClient
import Foundation
import HaystackCore
import HaystackZinc
import Testing

extension WithEngine {
    @Suite struct ToolListTests {
        @Test func `ps lists containers in the ways of the docker command`() async throws {
            let docker = try TestEngine.client()
            let name = TestEngine.name("ps")
            var spec = TestEngine.spec("sleep", "1234567890123456789")
            spec.labels["color"] = name
            try await docker.containers.with(spec, name: name) { id in
                let filter = ["docker", "ps", "--filter", "label=color=\(name)"]
                #expect(try await Tool.run(filter).lines.count == 1)
                let all = try await Tool.run(filter + ["-a"])
                #expect(all.lines[0].split(separator: "  ").map { $0.drop(while: \.isWhitespace) }.first == "CONTAINER ID")
                #expect(all.lines[1].hasPrefix("\(id.prefix(12))   haystack-base:bookworm   \"sleep 1234567890123…\""))
                #expect(all.lines[1].hasSuffix("Created             " + name) || all.lines[1].contains("Created"))
                #expect(try await Tool.run(filter + ["-aq"]).stdout == "\(id.prefix(12))\n")
                #expect(try await Tool.run(filter + ["-aq", "--no-trunc"]).stdout == "\(id)\n")
                let text = try await Tool.run(filter + ["-a", "--format", #"{{.Names}}|{{.State}}|{{.Label "color"}}|{{json .Image}}"#])
                #expect(text.stdout == "\(name)|created|\(name)|\"haystack-base:bookworm\"\n")
                let table = try await Tool.run(filter + ["-a", "--format", #"table {{.Names}}\t{{.State}}"#])
                #expect(table.lines.first?.split(separator: " ").joined(separator: " ") == "NAMES STATE")
                try await docker.containers.start(id)
                #expect(try await Tool.run(filter + ["-q"]).stdout == "\(id.prefix(12))\n")
            }
        }

        @Test func `containers come as a grid, in every format`() async throws {
            let docker = try TestEngine.client()
            let name = TestEngine.name("grid")
            try await docker.containers.with(TestEngine.spec("sleep", "300"), name: name) { id in
                let zinc = try await Tool.run("docker", "ps", "-a", "--filter", "name=\(name)", "--to", "zinc")
                let grid = try Grid(zinc: zinc.stdout)
                #expect(grid.columnNames == ["id", "dockerState", "dockerStatus", "names", "image", "command", "created"])
                #expect(grid.rowCount == 1)
                #expect(grid[0]["id"] == .ref(id))
                #expect(grid[0]["dockerState"] == "created")
                #expect(grid[0]["names"] == [.str(name)])
                #expect(grid[0]["image"] == "haystack-base:bookworm")
                #expect(grid[0]["command"] == "sleep 300")
                let created = try #require(grid[0]["created"].dateTime)
                #expect(abs(created.ticks - Int64((Date().timeIntervalSince1970 - 946_684_800) * 1e9)) < 600_000_000_000)
            }
            #expect(try await Tool.run("docker", "ps", "-a", "--filter", "name=\(name)", "--to", "zinc").status == 0)
        }

        @Test func `images come as a table and as a grid`() async throws {
            let image = try await TestEngine.client().images.inspect(TestEngine.image)
            let table = try await Tool.run("docker", "images", TestEngine.image)
            #expect(table.lines[0].split(separator: " ").joined(separator: " ") == "REPOSITORY TAG IMAGE ID CREATED SIZE")
            #expect(table.lines[1].hasPrefix("haystack-base   bookworm   \(image.id.dropFirst(7).prefix(12))"))
            #expect(try await Tool.run("docker", "images", "-q", "--no-trunc", TestEngine.image).stdout == image.id + "\n")
            let grid = try Grid(zinc: try await Tool.run("docker", "images", TestEngine.image, "--to", "zinc").stdout)
            #expect(grid.columnNames == ["id", "repoTags", "created", "size"])
            #expect(grid[0]["id"] == .ref(image.id))
            #expect(grid[0]["repoTags"] == .list(image.repoTags.map { .str($0) }))
            #expect(grid[0]["size"] == .number(image.size, unit: "byte"))
        }

        @Test(arguments: [
            (["ps", "--format", "{{.Nope}}"], "found the field .Nope"), (["ps", "--format", "{{range .}}"], "expected {{.Field}}"),
            (["ps", "--filter", "nonsense"], "nonsense"), (["ps", "--to", "zinc", "-q"], "found --to with --quiet"),
            (["exec", "box"], "expected a container and a command"), (["run", "--bogus", "image"], "unknown option --bogus"),
            (["run", "-p", "x:80", "image"], "x:80"), (["run", "-m", "lots", "image"], "lots"), (["run", "-it", "image"], "no terminal"),
        ])
        func `what makes no sense is said before anything is sent`(arguments: [String], words: String) async throws {
            let outcome = try await Tool.run(["docker"] + arguments)
            #expect(outcome.status == 64)
            #expect(outcome.stderr.contains(words))
        }

        @Test func `an engine that is not there is said`() async throws {
            let outcome = try await Tool.run("docker", "ps", "-H", "unix:///nowhere/docker.sock")
            #expect(outcome.status == 1)
            #expect(outcome.stderr.contains("there is no unix:///nowhere/docker.sock"))
        }
    }
}
