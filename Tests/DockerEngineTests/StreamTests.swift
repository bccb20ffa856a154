import DockerClient
import Foundation
import NIOCore
import Testing

extension WithEngine {
    @Suite struct StreamTests {
        @Test func `logs are read once and told apart`() async throws {
            let docker = try TestEngine.client()
            try await docker.containers.with(TestEngine.spec("sh", "-c", "echo out; echo err >&2; printf last")) { id in
                try await docker.containers.start(id)
                _ = try await docker.containers.wait(id)
                let lines = try await docker.containers.logs(id).lines.collect()
                #expect(lines.filter { $0.stream == .stdout }.map(\.text) == ["out", "last"])
                #expect(lines.filter { $0.stream == .stderr }.map(\.text) == ["err"])
                var options = Containers.LogOptions()
                options.tail = 1
                options.stderr = false
                #expect(try await docker.containers.logs(id, options).lines.collect().map(\.text) == ["last"])
            }
        }

        @Test func `a part of a log is chosen by its time`() async throws {
            let docker = try TestEngine.client()
            try await docker.containers.with(TestEngine.spec("sh", "-c", "echo first; sleep 0.5; echo second")) { id in
                try await docker.containers.start(id)
                _ = try await docker.containers.wait(id)
                var options = Containers.LogOptions()
                options.timestamps = true
                let lines = try await docker.containers.logs(id, options).lines.collect().map(\.text)
                #expect(lines.map { $0.split(separator: " ").last } == ["first", "second"])
                let moments = lines.compactMap { line in
                    line.firstIndex(of: " ").flatMap {
                        try? Date.ISO8601FormatStyle(includingFractionalSeconds: true).parse(String(line[..<$0].prefix(23)) + "Z")
                    }
                }
                let between = try #require(moments.last).addingTimeInterval(-0.2)
                options.timestamps = false
                options.since = between
                #expect(try await docker.containers.logs(id, options).lines.collect().map(\.text) == ["second"])
                options.since = nil
                options.until = between
                #expect(try await docker.containers.logs(id, options).lines.collect().map(\.text) == ["first"])
            }
        }

        @Test func `a followed log ends with the container`() async throws {
            let docker = try TestEngine.client()
            try await docker.containers.with(TestEngine.spec("sh", "-c", "for i in 1 2 3; do echo $i; sleep 0.2; done")) { id in
                try await docker.containers.start(id)
                let lines = try await docker.containers.logs(id, follow: true).lines.collect()
                #expect(lines.map(\.text) == ["1", "2", "3"])
            }
        }

        @Test func `a terminal's output comes as one stream`() async throws {
            let docker = try TestEngine.client()
            var spec = TestEngine.spec("sh", "-c", "stty -echo; read line; echo out; echo err >&2; tty; stty size")
            spec.isTTY = true
            spec.hasInput = true
            try await docker.containers.with(spec) { id in
                let process = try await docker.containers.attach(id)
                try await docker.containers.start(id)
                try await docker.containers.resize(id, rows: 30, columns: 100)
                try await process.write("go\n")
                var lines = try await process.output.lines.collect()
                // The terminal may show what was typed before the shell told it not to.
                if lines.first?.text == "go" { lines.removeFirst() }
                #expect(lines.map(\.text) == ["out", "err", "/dev/pts/0", "30 100"])
                #expect(lines.allSatisfy { $0.stream == .stdout })
            }
        }

        @Test func `attach carries input, its end and output`() async throws {
            let docker = try TestEngine.client()
            var spec = TestEngine.spec("sh", "-c", "cat; echo done >&2")
            spec.hasInput = true
            try await docker.containers.with(spec) { id in
                let process = try await docker.containers.attach(id)
                try await docker.containers.start(id)
                try await process.write("hello\n")
                try await process.write("world")
                try await process.closeInput()
                let (stdout, stderr) = try await process.output.collect()
                #expect(String(buffer: stdout) == "hello\nworld")
                #expect(String(buffer: stderr) == "done\n")
            }
        }

        @Test func `exec runs commands with input, output and a code`() async throws {
            try await TestEngine.withSleeper { docker, id in
                let failed = try await docker.exec.run(["sh", "-c", "echo out; echo err >&2; exit 3"], in: id)
                #expect((failed.exitCode, failed.stdout, failed.stderr) == (3, "out\n", "err\n"))
                let sorted = try await docker.exec.run(["sort"], in: id, input: "b\na\n")
                #expect(sorted.stdout == "a\nb\n")
                let missing = try await docker.exec.run(["no-such-program"], in: id)
                #expect(missing.exitCode != 0)
            }
        }

        @Test(.timeLimit(.minutes(1))) func `an exec may answer while it reads more than any buffer holds`() async throws {
            try await TestEngine.withSleeper { docker, id in
                let input = String(repeating: "0123456789abcde\n", count: 1 << 20)
                let result = try await docker.exec.run(["cat"], in: id, input: input)
                #expect(result.stdout == input)
            }
        }

        @Test(.timeLimit(.minutes(1))) func `a write that the process does not read ends with its task`() async throws {
            try await TestEngine.withSleeper { docker, id in
                var spec = ExecSpec(["sleep", "300"])
                spec.hasInput = true
                let (_, process) = try await docker.exec.start(spec, in: id)
                let piece = ByteBuffer(repeating: 0, count: 1 << 20)
                let writing = Task { while true { try await process.write(piece) } }
                let stuck = Task {
                    try await Task.sleep(for: .milliseconds(500))
                    writing.cancel()
                }
                await #expect(throws: DockerError(.cancelled, "")) { try await writing.value }
                try await stuck.value
            }
        }

        @Test func `exec is interactive, with a terminal that can be resized`() async throws {
            try await TestEngine.withSleeper { docker, id in
                var spec = ExecSpec(["sh"])
                spec.isTTY = true
                spec.hasInput = true
                let (exec, process) = try await docker.exec.start(spec, in: id)
                try await docker.exec.resize(exec, rows: 24, columns: 133)
                try await process.write("stty size; exit 5\n")
                let lines = try await process.output.lines.collect().map(\.text)
                #expect(lines.contains { $0.hasSuffix("24 133") })
                #expect(try await docker.exec.exitCode(exec) == 5)
            }
        }

        @Test func `an exec may be left alone`() async throws {
            try await TestEngine.withSleeper { docker, id in
                let exec = try await docker.exec.create(ExecSpec(["sleep", "0.1"]), in: id)
                try await docker.exec.startDetached(exec)
                #expect(try await docker.exec.exitCode(exec) == 0)
            }
        }

        @Test func `large output arrives whole through back-pressure`() async throws {
            try await TestEngine.withSleeper { docker, id in
                let (exec, process) = try await docker.exec.start(ExecSpec(["head", "-c", "30000000", "/dev/zero"]), in: id)
                var count = 0
                var chunks = 0
                for try await chunk in process.output {
                    count += chunk.bytes.readableBytes
                    chunks += 1
                    if chunks < 20 { try await Task.sleep(for: .milliseconds(10)) }
                }
                #expect(count == 30_000_000)
                #expect(try await docker.exec.exitCode(exec) == 0)
            }
        }
    }
}
