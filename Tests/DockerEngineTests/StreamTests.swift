import DockerClient
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
            var spec = TestEngine.spec("sh", "-c", "sleep 0.3; echo out; echo err >&2; tty")
            spec.isTTY = true
            try await docker.containers.with(spec) { id in
                let process = try await docker.containers.attach(id)
                try await docker.containers.start(id)
                try await docker.containers.resize(id, rows: 30, columns: 100)
                let lines = try await process.output.lines.collect()
                #expect(lines.map(\.text) == ["out", "err", "/dev/pts/0"])
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
