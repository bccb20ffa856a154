import DockerClient
import Foundation
import Testing

@testable import PySession

/// Which address the key of a session is sent to, decided without an engine.
@Suite struct EngineVicinityTests {
    private static let id = String(repeating: "4646b422", count: 8)
    private static let other = String(repeating: "9bf6bfe6", count: 8)
    private static let loopback = EngineVicinity.Interface(address: "127.0.0.1", mask: "255.0.0.0")
    private static let card = EngineVicinity.Interface(address: "10.1.2.3", mask: "255.255.255.0")
    private static let bridge = EngineVicinity.Interface(address: "172.17.0.1", mask: "255.255.0.0")
    private static let version6 = EngineVicinity.Interface(address: "fd00::2", mask: "ffff:ffff:ffff:ffff::")

    private func vicinity(_ interfaces: [EngineVicinity.Interface] = [], groups: String? = nil, hostname: String? = "vm") -> EngineVicinity {
        EngineVicinity(hostname: hostname, interfaces: interfaces) { $0 == 23518 ? groups : nil }
    }

    @Test(
        arguments: [
            (.unix(path: "/var/run/docker.sock"), "vm", "name=seccomp,profile=default", "vm", true),
            // Reached by the network: the engine may be anywhere, though it says the same name.
            (.tcp(host: "127.0.0.1", port: 2375), "vm", "name=seccomp,profile=default", "vm", false),
            // In a machine of its own, as Docker Desktop is.
            (.unix(path: "/var/run/docker.sock"), "docker-desktop", "name=seccomp,profile=unconfined", "vm", false),
            // With a network of its own, in which bridges have the addresses that they have here.
            (.unix(path: "/run/user/1000/docker.sock"), "vm", "name=rootless", "vm", false),
            // A system that does not tell its name so, such as macOS.
            (.unix(path: "/var/run/docker.sock"), "vm", "", nil, false),
            (.unix(path: "/var/run/docker.sock"), "", "", "", false),
        ] as [(DockerEndpoint, String, String, String?, Bool)])
    func `an engine is near where its socket, its name and its kind say so`(
        endpoint: DockerEndpoint, name: String, security: String, hostname: String?, isNear: Bool
    ) throws {
        let answer = #"{"ID": "VURH", "Name": "\#(name)", "SecurityOptions": ["name=apparmor", "\#(security)"]}"#
        let info = try JSONDecoder().decode(EngineInfo.self, from: Data(answer.utf8))
        #expect(vicinity(hostname: hostname).isNear(endpoint, info) == isNear)
    }

    @Test(
        arguments: [
            // The bridge is here, and so is the process.
            ([loopback, card, bridge], "172.17.0.2", "172.17.0.1", "8:pids:/docker/\(id)", "172.17.0.2"),
            ([bridge], "172.17.255.9", "172.17.0.1", "0::/system.slice/docker-\(id).scope", "172.17.255.9"),
            // The bridge is elsewhere, or is none of this program's interfaces.
            ([loopback, card], "172.17.0.2", "172.17.0.1", "8:pids:/docker/\(id)", nil),
            ([], "172.17.0.2", "172.17.0.1", "8:pids:/docker/\(id)", nil),
            // The gateway is another machine, as in a macvlan network, whose containers this one does not reach.
            ([card], "10.1.2.77", "10.1.2.1", "8:pids:/docker/\(id)", nil),
            // The gateway's address is here, but the way to the container leads elsewhere.
            ([bridge], "172.18.0.2", "172.17.0.1", "8:pids:/docker/\(id)", nil),
            ([bridge], "172.17.0.1", "172.17.0.1", "8:pids:/docker/\(id)", nil),
            // The process of that number is another container's, no container's, or is not seen.
            ([bridge], "172.17.0.2", "172.17.0.1", "8:pids:/docker/\(other)", nil),
            ([bridge], "172.17.0.2", "172.17.0.1", "0::/init.scope", nil),
            ([bridge], "172.17.0.2", "172.17.0.1", nil, nil),
            // No address of version 4.
            ([bridge], "", "", "8:pids:/docker/\(id)", nil),
            ([version6], "fd00::3", "fd00::2", "8:pids:/docker/\(id)", nil),
            ([bridge], "172.17.0", "172.17.0.1", "8:pids:/docker/\(id)", nil),
            ([bridge], "172.17.0.256", "172.17.0.1", "8:pids:/docker/\(id)", nil),
        ] as [([EngineVicinity.Interface], String, String, String?, String?)])
    func `a container is reached by its address only where bridge and process are this machine's`(
        interfaces: [EngineVicinity.Interface], address: String, gateway: String, groups: String?, expected: String?
    ) throws {
        let container = try container(networks: ["bridge": (address, gateway)])
        #expect(vicinity(interfaces, groups: groups).address(of: container) == expected)
    }

    @Test func `of several networks the one is taken whose bridge is here`() throws {
        let container = try container(networks: ["a": ("10.1.2.77", "10.1.2.1"), "b": ("172.17.0.2", "172.17.0.1"), "c": ("", "")])
        #expect(vicinity([Self.card, Self.bridge], groups: Self.id).address(of: container) == "172.17.0.2")
    }

    @Test func `a container that does not run has no address`() throws {
        let container = try container(process: 0, networks: ["bridge": ("172.17.0.2", "172.17.0.1")])
        #expect(EngineVicinity(hostname: "vm", interfaces: [Self.bridge]) { _ in Self.id }.address(of: container) == nil)
    }

    @Test func `this machine has a loopback interface`() {
        #expect(EngineVicinity.current.interfaces.contains { $0.address == "127.0.0.1" && $0.mask == "255.0.0.0" })
    }

    /// What an inspection answers, as far as it matters here.
    private func container(process: Int = 23518, networks: [String: (address: String, gateway: String)]) throws -> ContainerDetails {
        let attachments = networks.map { #""\#($0)": {"IPAddress": "\#($1.address)", "Gateway": "\#($1.gateway)"}"# }.joined(separator: ", ")
        let answer = """
            {"Id": "\(Self.id)", "Name": "/s", "State": {"Status": "running", "Running": \(process > 0), "Pid": \(process)}, "Config": {},
             "NetworkSettings": {"Networks": {\(attachments)}}}
            """
        return try JSONDecoder().decode(ContainerDetails.self, from: Data(answer.utf8))
    }
}
