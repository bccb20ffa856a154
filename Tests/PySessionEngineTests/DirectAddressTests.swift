import DockerClient
import Foundation
import HaystackCore
import PySession
import Testing

#if os(Linux)
extension WithEngine {
    /// Sessions on an engine of this machine go past the port that it publishes, where nothing stands in the way.
    @Suite struct DirectAddressTests {
        @Test func `a session talks to its container's own address, and the port is published on the loopback address`() async throws {
            try await withPySession(.base { $0.port = 8899 }) { session in
                #expect(try await session.eval("6 * 7") == 42)
                let container = try await Containers.only()
                let published = try #require(container.ports.first { $0.container == 8899 })
                #expect(published.address == "127.0.0.1")
                let address = try #require(try await TestEngine.client().containers.inspect(container.id).networks["bridge"]?.address)
                let remotes = try OpenConnections.remotes()
                #expect(remotes.contains("\(address):8899"), "\(remotes)")
                #expect(!remotes.contains { $0.hasSuffix(":\(published.host ?? 0)") }, "\(remotes)")
            }
        }

        @Test(.enabled(if: Firewall.isThere, "only root can set up a firewall, with iptables and setpriv"), arguments: ["DROP", "REJECT"])
        func `a session that a firewall keeps from that address uses the published port`(verdict: String) async throws {
            let arguments = [
                "py", "eval", "6 * 7", "--backend", "docker", "--image", TestEngine.base,
            ]
            let start = ContinuousClock.now
            let (output, stopped) = try Firewall.run(BuiltTool.folder + "/haystack", arguments, away: "172.16.0.0/12", verdict)
            #expect(output == "42\n")
            #expect(stopped > 0, "nothing was sent to the container's own address")
            // Nobody waits for the system's minutes until it gives up.
            #expect(ContinuousClock.now - start < .seconds(30))
            #expect(try await Containers.of().isEmpty)
        }
    }
}
#endif
