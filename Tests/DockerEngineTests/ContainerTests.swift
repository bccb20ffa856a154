import DockerClient
import NIOCore
import Testing

extension WithEngine {
    @Suite struct ContainerTests {
        @Test func `a container is made, started, listed, inspected, stopped and removed`() async throws {
            let docker = try TestEngine.client()
            let name = TestEngine.name("life")
            let made = try await docker.containers.create(TestEngine.spec("sleep", "300"), name: name)
            #expect(made.id.utf8.count == 64)
            #expect(try await docker.containers.inspect(name).state.status == .created)
            #expect(try await docker.containers.start(name))
            #expect(try await docker.containers.start(name) == false)
            let listed = try await docker.containers.list(filters: ["name": [name]])
            #expect(listed.map(\.names) == [[name]])
            #expect(listed.first?.state == .running)
            #expect(listed.first?.labels[TestEngine.label] == "1")
            #expect(try await docker.containers.stop(name, grace: 1))
            #expect(try await docker.containers.stop(name) == false)
            #expect(try await docker.containers.list(filters: ["name": [name]]).isEmpty)
            #expect(try await docker.containers.list(all: true, filters: ["name": [name]]).first?.state == .exited)
            let renamed = name + "-2"
            try await docker.containers.rename(name, to: renamed)
            try await docker.containers.remove(renamed)
            await #expect(throws: DockerError(.notFound, "")) { try await docker.containers.inspect(renamed) }
        }

        @Test func `host settings reach the container`() async throws {
            try await TestEngine.withSleeper { spec in
                spec.environment = ["GREETING": "hello world"]
                spec.user = "1000:1000"
                spec.hostname = "box"
                spec.workingDirectory = "/tmp"
                spec.host.memory = 64 << 20
                spec.host.cpus = 0.5
                spec.host.pidsLimit = 32
                spec.host.isReadOnly = true
                spec.host.tmpfs = ["/scratch": "size=1m"]
                spec.host.droppedCapabilities = ["ALL"]
                spec.host.securityOptions = ["no-new-privileges"]
                spec.host.mounts = [Mount(.bind, source: "/etc/hostname", target: "/host-name", isReadOnly: true)]
                spec.host.devices = [Device(host: "/dev/null", container: "/dev/nothing")]
                spec.host.limits = [ResourceLimit("nofile", soft: 100, hard: 200)]
            } _: { docker, id in
                let script = """
                    echo $GREETING; id -u; hostname; pwd; touch /x 2>/dev/null || echo read-only
                    touch /scratch/x && echo scratch; grep CapEff /proc/self/status | cut -f2; ulimit -Hn
                    test -c /dev/nothing && echo device; test -f /host-name && echo bind
                    """
                let result = try await docker.exec.run(["sh", "-c", script], in: id)
                #expect(result.stderr == "")
                let expected = ["hello world", "1000", "box", "/tmp", "read-only"]
                #expect(result.stdout.split(separator: "\n").prefix(5).map(String.init) == expected)
                #expect(result.stdout.contains("0000000000000000\n200\ndevice\nbind\n"))
            }
        }

        @Test func `a container with auto removal is gone after its end`() async throws {
            let docker = try TestEngine.client()
            var spec = TestEngine.spec("true")
            spec.host.autoRemove = true
            let id = try await docker.containers.create(spec).id
            let end = try await docker.containers.beginWait(id, until: .removed)
            try await docker.containers.start(id)
            #expect(try await end.exit().code == 0)
            await #expect(throws: DockerError(.notFound, "")) { try await docker.containers.inspect(id) }
        }

        @Test func `a wait that began before the start misses no end`() async throws {
            let docker = try TestEngine.client()
            try await docker.containers.with(TestEngine.spec("sh", "-c", "exit 5")) { id in
                for _ in 0..<3 {
                    let end = try await docker.containers.beginWait(id, until: .nextExit)
                    try await docker.containers.start(id)
                    #expect(try await end.exit().code == 5)
                }
            }
        }

        @Test func `waiting tells the code, and signals end a process`() async throws {
            let docker = try TestEngine.client()
            try await docker.containers.with(TestEngine.spec("sh", "-c", "exit 7")) { id in
                try await docker.containers.start(id)
                #expect(try await docker.containers.wait(id).code == 7)
            }
            try await TestEngine.withSleeper { docker, id in
                try await docker.containers.kill(id, signal: "SIGTERM")
                #expect(try await docker.containers.wait(id).code == 143)
                await #expect(throws: DockerError(.conflict, "")) { try await docker.containers.kill(id) }
            }
        }

        @Test func `a container is paused, goes on, restarts and tells what it uses`() async throws {
            try await TestEngine.withSleeper { docker, id in
                try await docker.containers.pause(id)
                #expect(try await docker.containers.inspect(id).state.status == .paused)
                try await docker.containers.unpause(id)
                let processes = try await docker.containers.top(id)
                #expect(processes.processes.joined().contains { $0.contains("sleep") })
                let stats = try await docker.containers.stats(id)
                #expect(stats.memory > 0 && stats.processes > 0)
                var readings = 0
                for try await _ in try await docker.containers.statsStream(id) {
                    readings += 1
                    if readings == 2 { break }
                }
                #expect(readings == 2)
                try await docker.containers.restart(id, grace: 1)
                #expect(try await docker.containers.inspect(id).state.isRunning)
            }
        }

        @Test func `pruning removes what does not run and carries the label`() async throws {
            let docker = try TestEngine.client()
            var spec = TestEngine.spec("true")
            let mark = TestEngine.name("prune")
            spec.labels[mark] = "1"
            let id = try await docker.containers.create(spec).id
            #expect(try await docker.containers.prune(filters: ["label": [mark]]).removed == [id])
        }

        @Test func `archives go in and out of a container`() async throws {
            try await TestEngine.withSleeper { docker, id in
                try await docker.containers.putArchive(id, path: "/tmp", ByteSource.tar(files: ["streamed": ByteBuffer(string: "s")]))
                try await docker.containers.putArchive(id, path: "/tmp", ByteSource.tar(files: ["packed": ByteBuffer(string: "p")]).gzip())
                #expect(try await docker.exec.run(["cat", "/tmp/streamed", "/tmp/packed"], in: id).stdout == "sp")
                let written = try await docker.exec.run(["sh", "-c", "mkdir /data && echo hello > /data/a.txt"], in: id)
                #expect(written.exitCode == 0)
                let archive = try await docker.containers.archive(id, path: "/data").collect()
                try await docker.containers.putArchive(id, path: "/tmp", archive)
                #expect(try await docker.exec.run(["cat", "/tmp/data/a.txt"], in: id).stdout == "hello\n")
                await #expect(throws: DockerError(.notFound, "")) {
                    try await docker.containers.putArchive(id, path: "/nowhere", archive)
                }
                await #expect(throws: DockerError(.notFound, "")) { try await docker.containers.archive(id, path: "/nowhere") }
            }
        }
    }
}
