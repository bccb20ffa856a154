import DockerClient
import Foundation
import NIOCore
import Testing

extension WithEngine {
    @Suite(.enabled(if: Proxy.engineSocket != nil, "the engine has no unix socket")) struct ProxyTests {
        /// A client over a road to the engine.
        @discardableResult
        private static func with<Result>(_ road: Proxy.Road, _ body: (DockerClient) async throws -> Result) async throws -> Result {
            let proxy = try await Proxy(to: #require(Proxy.engineSocket), road)
            do {
                let result = try await body(DockerClient(proxy.endpoint))
                try await proxy.close()
                return result
            } catch {
                try await proxy.close()
                throw error
            }
        }

        @Test(arguments: [1, 3, 7]) func `everything works over a road that splits`(pieceSize: Int) async throws {
            try await Self.with(Proxy.Road(pieceSize: pieceSize)) { docker in
                let script = "cat; for i in 1 2 3; do echo out$i; echo err$i >&2; done"
                var spec = TestEngine.spec("sleep", "300")
                spec.hasInput = true
                try await docker.containers.with(spec) { id in
                    try await docker.containers.start(id)
                    let result = try await docker.exec.run(["sh", "-c", script], in: id, input: "in\n")
                    #expect(result.stdout == "in\nout1\nout2\nout3\n")
                    #expect(result.stderr == "err1\nerr2\nerr3\n")
                    #expect(try await docker.containers.list(filters: ["id": [id]]).count == 1)
                }
            }
        }

        @Test func `a late answer is waited for, and not longer than allowed`() async throws {
            try await Self.with(Proxy.Road(delay: .milliseconds(300))) { docker in
                try await docker.system.ping()
                await #expect(throws: DockerError(.timeout, "")) {
                    try await docker.timeout(.milliseconds(50)).system.version()
                }
                try await docker.system.ping()
            }
        }

        @Test(arguments: [1, 20, 150, 400]) func `an answer that is cut is an error`(cut: Int) async throws {
            try await Self.with(Proxy.Road(cut: cut)) { docker in
                await #expect(throws: DockerError(.connectionClosed, "")) { try await docker.system.info() }
            }
        }

        @Test func `an engine that goes in mid-stream is an error, and its return is used`() async throws {
            let engine = try #require(Proxy.engineSocket)
            let first = try await Proxy(to: engine, Proxy.Road(cut: 20_000))
            let docker = try DockerClient(first.endpoint)
            try await TestEngine.withSleeper { spec in
                spec.command = ["sh", "-c", "while true; do seq 1000; sleep 0.01; done"]
            } _: { _, id in
                var lines = 0
                await #expect(throws: DockerError(.connectionClosed, "")) {
                    for try await _ in try await docker.containers.logs(id, follow: true).lines { lines += 1 }
                }
                #expect(lines > 0)
                try await first.close()
                await #expect(throws: DockerError.self) { for _ in 0..<1000 { try await docker.system.ping() } }
                let second = try await Proxy(to: engine, Proxy.Road(), path: first.path)
                #expect(try await docker.containers.inspect(id).state.isRunning)
                try await second.close()
            }
        }
    }
}
