import DockerClient
import NIOCore

/// What this program sees of the machine it runs on, and what follows for the ways to an engine's containers; a value, so that tests can make
/// one up.
///
/// What is published on a port goes through a process of the engine's, which copies each byte once more and doubles the time of a short
/// evaluation. A container's own address on its bridge needs no such process. But bridges have the same addresses on all machines, and whoever
/// answers gets the session's key: the address is used only where nothing speaks against the bridge being the engine's. Else there is the
/// published port.
struct EngineVicinity: Sendable {
    /// An address of this program's network, with its mask.
    struct Interface: Sendable, Hashable {
        let address: String
        let mask: String
    }

    /// The machine's name; nil where the system does not tell, which is one without containers of its own.
    var hostname: String?
    /// The network's addresses.
    var interfaces: [Interface]
    /// The control groups of a process, by its number; nil where there is none or it is not seen. A container's have its identity in their name.
    var controlGroups: @Sendable (Int) -> String?

    /// What is seen now. Bridges come and go.
    static var current: EngineVicinity {
        EngineVicinity(
            hostname: SystemText.firstLine(of: "/proc/sys/kernel/hostname"),
            interfaces: devices.compactMap { device in
                guard let address = device.address?.ipAddress, let mask = device.netmask?.ipAddress else { return nil }
                return Interface(address: address, mask: mask)
            },
            controlGroups: { SystemText.all(of: "/proc/\($0)/cgroup") }
        )
    }

    /// Whether an engine says that it is on this machine and in its network. It may still be another of the same name.
    func isNear(_ endpoint: DockerEndpoint, _ engine: EngineInfo) -> Bool {
        // Docker Desktop and its like pass their socket out of a machine of another name; an engine without root has a network of its own.
        guard case .unix = endpoint, let hostname, !hostname.isEmpty else { return false }
        return engine.name == hostname && !engine.isRootless
    }

    /// The address of a container of an engine that is near.
    func address(of container: ContainerDetails) -> String? {
        // The socket may have been passed here from another machine: what has the container's number there is something else here.
        guard container.state.processID > 0, controlGroups(container.state.processID)?.contains(container.id) == true else { return nil }
        return container.networks.sorted { $0.key < $1.key }.lazy.map(\.value).first(where: isBridged)?.address
    }

    /// Whether the way to a container begins at one of this program's own interfaces: the bridge, which has the gateway's address.
    private func isBridged(_ network: ContainerDetails.NetworkAttachment) -> Bool {
        guard let address = IPv4(network.address) else { return false }
        return interfaces.contains { interface in
            guard interface.address == network.gateway, let own = IPv4(interface.address), let mask = IPv4(interface.mask) else { return false }
            return own != address && own.bits & mask.bits == address.bits & mask.bits
        }
    }

    private static var devices: [NIONetworkDevice] {
        (try? NIOCore.System.enumerateDevices()) ?? []
    }
}

/// An address of version 4.
private struct IPv4: Equatable {
    let bits: UInt32

    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        guard parts.count == 4 else { return nil }
        var bits: UInt32 = 0
        for part in parts {
            guard let part else { return nil }
            bits = bits << 8 | UInt32(part)
        }
        self.bits = bits
    }
}
