import DockerClient
import Foundation
import Testing

extension WithEngine {
    @Suite struct ToolRunTests {
        private static let quick = ["docker", "run", "--rm", "--network", "none", "--label", TestEngine.label + "=1"]

        @Test func `run passes output, input and the status on, and removes the container`() async throws {
            let name = TestEngine.name("run")
            let script = "cat; echo err >&2; exit 3"
            let outcome = try await Tool.run(Self.quick + ["-i", "--name", name, TestEngine.image, "sh", "-c", script], input: "in\n")
            #expect(outcome.status == 3)
            #expect(outcome.stdout == "in\n")
            #expect(outcome.stderr == "err\n")
            await #expect(throws: DockerError(.notFound, "")) { try await TestEngine.client().containers.inspect(name) }
        }

        @Test(arguments: [("/no/such/program", 127), ("nonesuch", 127), ("/etc/hostname", 126)])
        func `a command that cannot be run has the docker command's status`(program: String, status: Int32) async throws {
            let name = TestEngine.name("norun")
            #expect(try await Tool.run(Self.quick + ["--name", name, TestEngine.image, program]).status == status)
            #expect(try await TestEngine.client().containers.list(all: true, filters: ["name": [name]]).isEmpty)
        }

        @Test func `what the engine refuses is status 125`() async throws {
            let outcome = try await Tool.run(Self.quick + ["--pull", "never", "127.0.0.1:9/no/such:1"])
            #expect(outcome.status == 125)
            #expect(outcome.stderr.contains("No such image"))
        }

        @Test func `the options of run reach the container`() async throws {
            let folder = try Folder()
            try folder.write("bound.txt", "bound")
            try folder.write("variables", "# none\nFROM_FILE=1 2\nBOTH=file\n")
            let script = #"echo "$A|$B|$FROM_FILE|$BOTH"; pwd; id -u; hostname; cat /data/bound.txt; touch /data/x 2>&1 | tail -c 22; touch /t/x && echo tmp"#
            let outcome = try await Tool.run(
                Self.quick + [
                    "-e", "A=b c", "-eB", "--env", "BOTH=option", "--env-file", folder.path + "/variables", "-w", "/tmp", "-u", "1000", "--hostname", "box",
                    "-v", "\(folder.path):/data:ro", "--tmpfs", "/t", "--memory", "64m", "--cpus", "0.5", "--pids-limit", "50", "--read-only", "--init",
                    "--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--shm-size", "8m", "--entrypoint", "sh", TestEngine.image, "-c", script,
                ],
                environment: ["B": "own"]
            )
            #expect(outcome.stdout == "b c|own|1 2|option\n/tmp\n1000\nbox\nboundRead-only file system\ntmp\n")
            #expect(outcome.status == 0)
        }

        @Test func `a detached container is told by its identity, and its settings are the engine's`() async throws {
            let docker = try TestEngine.client()
            let name = TestEngine.name("detached")
            let outcome = try await Tool.run(
                "docker", "run", "-d", "--name", name, "-l", TestEngine.label, "--label", "a=b=c", "-p", "127.0.0.1::8000", "-m", "64m", "--memory-swap",
                "128m",
                "--restart", "on-failure:2", TestEngine.image, "sleep", "300"
            )
            let id = outcome.stdout.trimmingCharacters(in: .newlines)
            do {
                let details = try await docker.containers.inspect(name)
                #expect(details.id == id && details.state.isRunning)
                #expect(details.configuration.labels["a"] == "b=c" && details.configuration.labels[TestEngine.label] == "")
                #expect(details.ports["8000/tcp"]?.first?.address == "127.0.0.1")
                let stats = try await docker.containers.stats(id)
                #expect(stats.memoryLimit == 64 << 20)
                let logs = try await Tool.run("docker", "logs", name)
                #expect(logs.status == 0 && logs.stdout == "")
            } catch {
                Issue.record(error)
            }
            try await docker.containers.remove(id, force: true)
        }

        @Test func `a signal to the tool reaches the container`() async throws {
            // It ends by itself after a minute or so, and with it the reads below.
            let script = #"trap "echo caught; exit 9" TERM; echo ready; for i in $(seq 1200); do sleep 0.05; done"#
            let process = Process()
            let (out, err) = (Pipe(), Pipe())
            process.executableURL = URL(filePath: Tool.path)
            process.arguments = Self.quick + [TestEngine.image, "sh", "-c", script]
            process.standardOutput = out
            process.standardError = err
            try process.run()
            #expect(String(decoding: out.fileHandleForReading.availableData, as: UTF8.self) == "ready\n")
            process.terminate()
            #expect(String(decoding: try #require(try out.fileHandleForReading.readToEnd()), as: UTF8.self) == "caught\n")
            process.waitUntilExit()
            #expect(process.terminationStatus == 9)
        }

        @Test func `exec passes output, input and the status on`() async throws {
            try await TestEngine.withSleeper { _, id in
                let outcome = try await Tool.run(
                    "docker", "exec", "-i", "-e", "A=1", "-w", "/tmp", "-u", "1000", id, "sh", "-c", "cat; pwd; id -u; echo $A >&2; exit 4", input: "in\n")
                #expect(outcome.status == 4)
                #expect(outcome.stdout == "in\n/tmp\n1000\n")
                #expect(outcome.stderr == "1\n")
                let dashes = try await Tool.run("docker", "exec", id, "echo", "-n", "--rm", "-it")
                #expect(dashes.stdout == "--rm -it")
                let missing = try await Tool.run("docker", "exec", id + "0", "true")
                #expect(missing.status == 1 && missing.stderr.contains("No such container"))
            }
        }

        @Test func `exec passes more on than any buffer holds`() async throws {
            let input = String(repeating: "0123456789abcde\n", count: 1 << 18)
            try await TestEngine.withSleeper { _, id in
                let outcome = try await Tool.run("docker", "exec", "-i", id, "cat", input: input)
                #expect(outcome.stdout == input)
            }
        }

        @Test func `logs tell outputs apart, and choose`() async throws {
            let docker = try TestEngine.client()
            try await docker.containers.with(TestEngine.spec("sh", "-c", "echo 1; echo 2; echo err >&2")) { id in
                try await docker.containers.start(id)
                let all = try await Tool.run("docker", "logs", "-f", id)
                #expect(all.stdout == "1\n2\n" && all.stderr == "err\n" && all.status == 0)
                let tail = try await Tool.run("docker", "logs", "--tail", "1", id)
                #expect(tail.stdout + tail.stderr == "err\n" || tail.stdout == "2\n")
                #expect(try await Tool.run("docker", "logs", "-n", "0", id).stdout == "")
                let stamped = try await Tool.run("docker", "logs", "-t", id)
                #expect(stamped.lines.allSatisfy { $0.prefix(4).allSatisfy(\.isNumber) && $0.contains("Z ") })
                #expect(try await Tool.run("docker", "logs", "--since", "1h", id).lines == ["1", "2"])
                #expect(try await Tool.run("docker", "logs", "--until", "1h30m", id).lines == [])
                #expect(try await Tool.run("docker", "logs", "--since", "2100-01-01T00:00:00Z", id).lines == [])
            }
        }
    }
}
