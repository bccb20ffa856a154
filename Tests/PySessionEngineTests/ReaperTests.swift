import DockerClient
import Foundation
import HaystackCore
import Testing

@testable import PySession

#if canImport(Glibc)
import Glibc
#endif

#if os(Linux)
extension WithEngine {
    /// What remains of a program that was killed.
    @Suite struct ReaperTests {
        /// A container that a program with these traits might have left.
        private func leftover(_ change: (inout ContainerOwner) -> Void = { _ in }, starts: Bool = true) async throws -> String {
            let docker = try TestEngine.client()
            var owner = ContainerOwner.current
            change(&owner)
            var spec = ContainerSpec(image: TestEngine.base, command: ["sleep", "600"])
            spec.labels = owner.labels.merging([SessionContainers.label: "test-\(UInt32.random(in: 0...UInt32.max))"]) { $1 }
            spec.labels[TestEngine.label] = "1"
            spec.host.networkMode = "none"
            let id = try await docker.containers.create(spec).id
            if starts { try await docker.containers.start(id) }
            return id
        }

        /// A process that has ended, as an owner.
        private func deadProcess() throws -> (process: Int32, start: String) {
            let process = Process()
            process.executableURL = URL(filePath: "/bin/sleep")
            process.arguments = ["600"]
            try process.run()
            let start = try #require(ContainerOwner.startTime(of: process.processIdentifier))
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            return (process.processIdentifier, start)
        }

        @Test(arguments: [true, false])
        func `a container of a dead process goes, and no other`(isRunning: Bool) async throws {
            let docker = try TestEngine.client()
            let dead = try deadProcess()
            let gone = try await leftover({ ($0.process, $0.start) = dead }, starts: isRunning)
            let reused = try await leftover({ $0.start = "1" }, starts: isRunning)
            let alive = try await leftover({ ($0.process, $0.start) = (1, ContainerOwner.startTime(of: 1) ?? "") }, starts: isRunning)
            let elsewhere = try await leftover({ ($0.machine, $0.boot, $0.namespace) = ("other", "other", "other") }, starts: isRunning)
            try await withPySession(.base()) { session in
                try await session.eval("1")
                let removed = Set(try await SessionContainers(docker).prune().map(\.id))
                // The session's own start may have been faster.
                #expect(removed.isDisjoint(with: [alive, elsewhere]))
                let answer = try await session.eval("6 * 7")
                #expect(answer == 42)
            }
            for id in [gone, reused] { #expect(try await !Containers.isThere(id)) }
            for id in [alive, elsewhere] {
                #expect(try await Containers.isThere(id))
                try await docker.containers.remove(id, force: true)
            }
        }

        @Test func `a program that starts a session removes what a dead one has left`() async throws {
            let dead = try deadProcess()
            let gone = try await leftover { ($0.process, $0.start) = dead }
            try await py(.base()).eval("1")
            #expect(try await Containers.come { try await !Containers.isThere(gone) })
        }

        @Test func `a container goes when the container of its owner has ended or was started again`() async throws {
            let docker = try TestEngine.client()
            let outer = try await leftover { ($0.process, $0.start) = (1, ContainerOwner.startTime(of: 1) ?? "") }
            let started = try #require(try await SessionContainers.start(of: outer, docker))
            func inside(_ start: Int) -> (inout ContainerOwner) -> Void {
                {
                    ($0.machine, $0.namespace) = ("", "pid:[1]")
                    $0.container = ContainerOwner.OwnContainer(id: outer, started: start)
                }
            }
            let current = try await leftover(inside(started))
            let former = try await leftover(inside(started - 100))
            try await SessionContainers(docker).prune()
            #expect(try await Containers.isThere(current))
            #expect(try await !Containers.isThere(former))
            try await docker.containers.remove(outer, force: true)
            try await SessionContainers(docker).prune()
            #expect(try await !Containers.isThere(current))
        }

        @Test(arguments: ["__import__('time').sleep(1000)", "sum(range(10**12))", "(b'a' * (1 << 30)).count(b'b' * (1 << 15)) and 0"])
        func `a program that is killed takes its container with it, whatever that is doing`(code: String) async throws {
            try await withTemporaryFolder { folder in
                await #expect(processExitsWith: .signal(SIGKILL)) { [folder = folder as String, code = code as String] in
                    let session = PySession(.base())
                    try await session.eval("1")
                    let id = try await Containers.only().id
                    try Data(id.utf8).write(to: URL(filePath: folder + "/id"))
                    let task = Task { try await session.eval(code) }
                    // The evaluation is on its way when the container's processor is busy with it, or soon is.
                    try await Task.sleep(for: .milliseconds(300))
                    kill(getpid(), SIGKILL)
                    _ = await task.result
                }
                let id = try String(contentsOfFile: folder + "/id", encoding: .utf8)
                #expect(try await Containers.come { try await !Containers.isThere(id) })
            }
        }

        @Test func `a program that is killed while its container starts leaves none for long`() async throws {
            for delay in [10, 60, 150, 250, 400, 700] {
                try await withTemporaryFolder { folder in
                    await #expect(processExitsWith: .signal(SIGKILL)) { [folder = folder as String, delay = delay as Int] in
                        try Data("\(getpid())".utf8).write(to: URL(filePath: folder + "/pid"))
                        let task = Task { try await py(.base()).eval("__import__('time').sleep(1000)") }
                        try await Task.sleep(for: .milliseconds(delay))
                        kill(getpid(), SIGKILL)
                        _ = await task.result
                    }
                    let process = try #require(Int32(try String(contentsOfFile: folder + "/pid", encoding: .utf8)))
                    // What the engine was doing for it comes to an end, and the next program sweeps up.
                    #expect(
                        try await Containers.come {
                            try await SessionContainers(TestEngine.client()).prune()
                            return try await Containers.of(process).isEmpty
                        }
                    )
                }
            }
        }

        @Test func `a session that was dropped without being closed leaves nothing`() async throws {
            var session: PySession? = PySession(.base())
            try await session?.eval("1")
            let id = try await Containers.only().id
            session = nil
            #expect(try await Containers.come { try await !Containers.isThere(id) })
        }
    }
}
#endif
