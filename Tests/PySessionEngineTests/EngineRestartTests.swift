import DockerClient
import Foundation
import HaystackCore
import PySession
import Testing

#if os(Linux)
extension WithEngine {
    /// An engine that goes away under its sessions.
    @Suite(.enabled(if: OwnEngine.isPossible, "killing an engine needs root and dockerd")) struct EngineRestartTests {
        @Test func `a session outlives its engine's restart, and nothing is left`() async throws {
            try await OwnEngine.run { engine in
                let session = PySession(try await engine.backend)
                try await session.initialize { $0.define("base", 40) }
                #expect(try await session.eval("base + 2") == 42)
                let running = Task { try await session.eval("__import__('time').sleep(1000)", timeout: .seconds(60)) }
                await engine.kill()
                // The container may live on without its engine, until it notices that nobody is there any more.
                let lost = await #expect(throws: PySessionError.self) { try await running.value }
                #expect(lost?.code == .serverDied || lost?.code == .timeout, "\(lost.map { "\($0)" } ?? "")")
                let failed = await #expect(throws: PySessionError.self) { try await session.eval("1") }
                #expect(failed?.code == .engineFailed)
                try await engine.start()
                #expect(try await session.eval("base + 2") == 42)
                await session.close()
                #expect(
                    try await Containers.come {
                        try await SessionContainers(engine.docker).prune()
                        return try await engine.docker.containers.list(all: true).isEmpty
                    }
                )
            }
        }

        @Test func `a session whose engine is gone closes in a moment`() async throws {
            try await OwnEngine.run { engine in
                let session = PySession(try await engine.backend)
                #expect(try await session.eval("6 * 7") == 42)
                await engine.kill()
                await session.close()
                try await engine.start()
                #expect(
                    try await Containers.come {
                        try await SessionContainers(engine.docker).prune()
                        return try await engine.docker.containers.list(all: true).isEmpty
                    }
                )
            }
        }
    }
}
#endif
