import DockerClient
import Foundation
import HaystackCore
import NIOCore
import PySession
import Testing

#if os(Linux)
extension WithEngine {
    /// Sessions in a network: for programs that run in a container themselves.
    @Suite struct NetworkTests {
        /// Runs a body with a network of its own.
        private func withNetwork(_ body: (DockerClient, String) async throws -> Void) async throws {
            let docker = try TestEngine.client()
            let name = "haystack-test-\(UInt32.random(in: 0...UInt32.max))"
            _ = try await docker.networks.create(NetworkSpec(name))
            do {
                try await body(docker, name)
                try await docker.networks.remove(name)
            } catch {
                try? await docker.networks.remove(name)
                throw error
            }
        }

        @Test func `a session in a network is reached by its address there, and publishes nothing`() async throws {
            try await withNetwork { docker, network in
                try await withPySession(.base { $0.network = network }) { session in
                    #expect(try await session.eval("6 * 7") == 42)
                    let container = try await Containers.only()
                    #expect(container.networks == [network])
                    #expect(container.ports.allSatisfy { $0.host == nil })
                    let own = try await session.eval("__import__('socket').gethostbyname(__import__('socket').gethostname())").string
                    #expect(try await docker.containers.inspect(container.id).networks[network]?.address == own)
                }
                #expect(try await Containers.of().isEmpty)
            }
        }

        @Test func `the SDK in a container runs Python in another one beside it`() async throws {
            try await withNetwork { docker, network in
                let arguments = [
                    "py", "eval", "[mult(a, b), base]", "--backend", "docker", "--network", network, "--image", TestEngine.base,
                    "--define", "a=100", "--define", "b=2", "--exec", "def mult(x, y): return x * y", "--exec", "base = 'beside'",
                ]
                var spec = try BuiltTool.spec(arguments)
                spec.host.networkMode = network
                let (code, output) = try await run(spec, docker)
                #expect(code == 0, "\(output)")
                #expect(output.contains("[200,\"beside\"]"), "\(output)")
                #expect(try await sessions(in: network, docker).isEmpty)
            }
        }

        @Test func `the end of a container takes the sessions with it that the SDK has inside`() async throws {
            try await withNetwork { docker, network in
                var spec = try BuiltTool.spec([
                    "py", "eval", "__import__('time').sleep(1000)", "--backend", "docker", "--network", network, "--image", TestEngine.base,
                ])
                spec.host.networkMode = network
                try await docker.containers.with(spec) { id in
                    try await docker.containers.start(id)
                    #expect(try await Containers.come { try await sessions(in: network, docker).contains { $0.state == .running } })
                    let session = try #require(try await sessions(in: network, docker).first)
                    #expect(session.labels["haystack-sdk.owner.container"] == id)
                    try await docker.containers.kill(id)
                    #expect(try await Containers.come { try await sessions(in: network, docker).isEmpty })
                }
            }
        }

        @Test func `a strict sandbox that the engine cannot mount for is told with what to do`() async throws {
            let docker = try TestEngine.client()
            let (code, output) = try await run(
                try BuiltTool.spec(["py", "eval", "1", "--backend", "strict", "--image", TestEngine.base]), docker)
            #expect(code != 0)
            #expect(output.contains("invalid options") && output.contains("TMPDIR"), "\(output)")
        }

        private func sessions(in network: String, _ docker: DockerClient) async throws -> [Container] {
            try await docker.containers.list(all: true, filters: ["label": [SessionContainers.label], "network": [network]])
        }

        /// Runs a container to its end.
        private func run(_ spec: ContainerSpec, _ docker: DockerClient) async throws -> (code: Int, output: String) {
            try await docker.containers.with(spec) { id in
                let process = try await docker.containers.attach(id)
                try await docker.containers.start(id)
                let (stdout, stderr) = try await process.output.collect()
                return (try await docker.containers.wait(id).code, String(buffer: stdout) + String(buffer: stderr))
            }
        }
    }
}
#endif
