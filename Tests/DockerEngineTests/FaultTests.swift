import DockerClient
import Foundation
import Testing

extension WithEngine {
    @Suite struct FaultTests {
        @Test func `two hundred calls at once`() async throws {
            let docker = try TestEngine.client()
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<200 { group.addTask { try await docker.containers.list(all: true).count } }
                var answers = 0
                for try await _ in group { answers += 1 }
                #expect(answers == 200)
            }
        }

        @Test func `ten thousand calls leak no descriptor`() async throws {
            let docker = try TestEngine.client()
            for _ in 0..<10 { try await docker.system.ping() }
            let before = Self.descriptors()
            for _ in 0..<10_000 { try await docker.system.ping() }
            #expect(Self.descriptors() <= before + 2)
        }

        @Test func `streams that are let go of leak no descriptor`() async throws {
            try await TestEngine.withSleeper { spec in
                spec.command = ["sh", "-c", "while true; do echo tick; sleep 0.01; done"]
            } _: { docker, id in
                let before = Self.descriptors()
                for _ in 0..<20 {
                    for try await _ in try await docker.containers.logs(id, follow: true) { break }
                    _ = try await docker.containers.logs(id, follow: true)
                }
                for _ in 0..<50 where Self.descriptors() > before + 16 { try await Task.sleep(for: .milliseconds(100)) }
                #expect(Self.descriptors() <= before + 16)
            }
        }

        @Test(.timeLimit(.minutes(1))) func `cancellation ends a wait and a followed log`() async throws {
            try await TestEngine.withSleeper { docker, id in
                let waiting = Task { try await docker.containers.wait(id) }
                let following = Task { try await docker.containers.logs(id, follow: true).lines.collect() }
                try await Task.sleep(for: .milliseconds(300))
                waiting.cancel()
                following.cancel()
                await #expect(throws: DockerError(.cancelled, "")) { try await waiting.value }
                await #expect(throws: DockerError(.cancelled, "")) { try await following.value }
                #expect(try await docker.containers.inspect(id).state.isRunning)
            }
        }

        @Test func `a container is removed although its task was cancelled`() async throws {
            let docker = try TestEngine.client()
            let name = TestEngine.name("cancelled")
            let task = Task {
                try await docker.containers.with(TestEngine.spec("sleep", "300"), name: name) { id in
                    try await docker.containers.start(id)
                    try await Task.sleep(for: .seconds(60))
                }
            }
            for _ in 0..<100 {
                if try await docker.containers.list(filters: ["name": [name]]).count == 1 { break }
                try await Task.sleep(for: .milliseconds(50))
            }
            task.cancel()
            _ = try? await task.value
            #expect(try await docker.containers.list(all: true, filters: ["name": [name]]).isEmpty)
        }

        /// How many descriptors this process has open.
        private static func descriptors() -> Int {
            let folder = FileManager.default.fileExists(atPath: "/proc/self/fd") ? "/proc/self/fd" : "/dev/fd"
            return (try? FileManager.default.contentsOfDirectory(atPath: folder).count) ?? 0
        }
    }
}
