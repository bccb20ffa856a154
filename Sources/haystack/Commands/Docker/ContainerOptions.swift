import ArgumentParser
import DockerClient

/// What a container is made with.
struct ContainerOptions: ParsableArguments {
    @Option(help: "Its name; the engine makes one up where there is none.")
    var name: String?

    @Flag(help: "Remove it at its end.")
    var rm = false

    @Option(help: ArgumentHelp("What runs the command, in the place of the image's; empty for nothing.", valueName: "program"))
    var entrypoint: String?

    @Option(
        name: [.customShort("v"), .long], help: ArgumentHelp("Mount a folder of the host or a volume: source:target, source:target:ro.", valueName: "mount"))
    var volume: [String] = []

    @Option(help: ArgumentHelp("Mount a folder in memory: target, target:size=64m.", valueName: "mount"))
    var tmpfs: [String] = []

    @Option(name: [.customShort("p"), .long], help: ArgumentHelp("Publish a port: 80, 8080:80, 127.0.0.1:8080:80, 53:53/udp.", valueName: "port"))
    var publish: [PortOption] = []

    @Option(help: ArgumentHelp("Its network: bridge, none, host, container:NAME or a network's name.", valueName: "network"))
    var network: String?

    @Option(help: ArgumentHelp("A name that others in its network know it by.", valueName: "name"))
    var networkAlias: [String] = []

    @Option(help: ArgumentHelp("Its host name.", valueName: "name"))
    var hostname: String?

    @Option(help: ArgumentHelp("A name for its hosts file, name:address.", valueName: "name:address"))
    var addHost: [String] = []

    @Option(name: [.customShort("l"), .long], help: ArgumentHelp("A label.", valueName: "name=value"))
    var label: [String] = []

    @Option(help: ArgumentHelp("When it is restarted: no, always, unless-stopped, on-failure or on-failure:TIMES.", valueName: "policy"))
    var restart: RestartOption?

    @Option(help: ArgumentHelp("The signal that asks it to end.", valueName: "signal"))
    var stopSignal: String?

    @OptionGroup var limits: ContainerLimits

    func apply(to spec: inout ContainerSpec) throws {
        spec.entrypoint = entrypoint.map { $0.isEmpty ? [] : [$0] }
        spec.host.autoRemove = rm
        spec.host.binds = try volume.map { try VolumeText($0).bind }
        spec.host.tmpfs = Dictionary(tmpfs.map { $0.splitOnce(":") }) { $1 }
        spec.ports = publish.flatMap(\.bindings)
        spec.host.networkMode = network
        if let network, !networkAlias.isEmpty { spec.networks = [network: NetworkEndpoint(aliases: networkAlias)] }
        spec.hostname = hostname
        spec.host.extraHosts = addHost
        spec.labels = Dictionary(label.map { $0.splitOnce("=") }) { $1 }
        spec.host.restart = restart?.policy
        spec.stopSignal = stopSignal
        limits.apply(to: &spec.host)
    }
}

/// A container's rights and limits.
struct ContainerLimits: ParsableArguments {
    @Option(name: [.customShort("m"), .long], help: ArgumentHelp("The most memory: 512m, 2g.", valueName: "size"))
    var memory: SizeOption?

    @Option(help: ArgumentHelp("The most memory and swap together; -1 for no end.", valueName: "size"))
    var memorySwap: SizeOption?

    @Option(help: ArgumentHelp("How many processors it may use, such as 1.5.", valueName: "count"))
    var cpus: Double?

    @Option(help: ArgumentHelp("The most processes and threads.", valueName: "count"))
    var pidsLimit: Int?

    @Option(help: ArgumentHelp("The size of /dev/shm.", valueName: "size"))
    var shmSize: SizeOption?

    @Flag(help: "Make its root file system read-only.")
    var readOnly = false

    @Flag(name: .customLong("init"), help: "Run an init process that takes care of orphans and signals.")
    var hasInit = false

    @Flag(help: "Give it all rights of the host.")
    var privileged = false

    @Option(help: ArgumentHelp("Add a capability.", valueName: "name"))
    var capAdd: [String] = []

    @Option(help: ArgumentHelp("Drop a capability, or ALL.", valueName: "name"))
    var capDrop: [String] = []

    @Option(help: ArgumentHelp("A security option, such as no-new-privileges.", valueName: "option"))
    var securityOpt: [String] = []

    func apply(to host: inout HostSettings) {
        host.memory = memory?.bytes
        host.memoryAndSwap = memorySwap?.bytes
        host.cpus = cpus
        host.pidsLimit = pidsLimit
        host.sharedMemory = shmSize?.bytes
        host.isReadOnly = readOnly
        host.hasInit = hasInit ? true : nil
        host.isPrivileged = privileged
        host.addedCapabilities = capAdd
        host.droppedCapabilities = capDrop
        host.securityOptions = securityOpt
    }
}

extension String {
    /// What stands before and after a mark; nothing after it where it is missing.
    func splitOnce(_ mark: Character) -> (String, String) {
        guard let place = firstIndex(of: mark) else { return (self, "") }
        return (String(self[..<place]), String(self[index(after: place)...]))
    }
}
