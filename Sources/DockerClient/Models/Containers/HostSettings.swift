/// A container's rights and limits on the engine's host.
public struct HostSettings: Sendable {
    /// What is mounted into it.
    public var mounts: [Mount] = []
    /// Mounts in the short form, `/host/folder:/inside:ro`.
    public var binds: [String] = []
    /// Folders in memory: by their path, the mount options, such as `size=64m,noexec`.
    public var tmpfs: [String: String] = [:]
    /// `bridge`, `host`, `none`, `container:name`, or a network's name.
    public var networkMode: String?
    /// The most bytes of memory.
    public var memory: Int?
    /// The most bytes of memory and swap together; -1 for no end.
    public var memoryAndSwap: Int?
    /// How many processors it may use, such as 1.5.
    public var cpus: Double?
    /// Its weight among others where processors are short; 1024 is usual.
    public var cpuShares: Int?
    /// The processors it may use, such as `0-2,4`.
    public var cpuSet: String?
    /// The most processes and threads.
    public var pidsLimit: Int?
    /// The bytes of `/dev/shm`.
    public var sharedMemory: Int?
    /// Whether the root file system is read-only.
    public var isReadOnly = false
    /// Capabilities it gets, such as `NET_ADMIN`.
    public var addedCapabilities: [String] = []
    /// Capabilities it loses, such as `ALL`.
    public var droppedCapabilities: [String] = []
    /// Security options, such as `no-new-privileges`.
    public var securityOptions: [String] = []
    /// Whether it has all rights of the host.
    public var isPrivileged = false
    /// Devices of the host.
    public var devices: [Device] = []
    /// Limits of the system, such as open files.
    public var limits: [ResourceLimit] = []
    /// Where what it writes is kept, such as `none`; the engine's own choice where it is nil. Attaching works with any.
    public var logDriver: String?
    /// Whether it is removed when its process ends.
    public var autoRemove = false
    /// Whether an init process takes care of orphans and signals.
    public var hasInit: Bool?
    /// When it is restarted.
    public var restart: RestartPolicy?
    /// Names for its hosts file, `name:address`; `host-gateway` is the host.
    public var extraHosts: [String] = []
    /// Its name servers.
    public var dns: [String] = []
    /// Settings of the kernel.
    public var sysctls: [String: String] = [:]
    /// The runtime, such as `runsc`.
    public var runtime: String?
    /// The group of processes' namespace, such as `host`.
    public var pidMode: String?
    /// `private` or `host`.
    public var ipcMode: String?

    /// Makes settings that leave everything to the engine.
    public init() {}
}

/// Something to mount into a container.
public struct Mount: Sendable, Encodable, Hashable {
    /// What is mounted.
    public enum Kind: String, Sendable, Encodable {
        /// A folder or file of the host.
        case bind
        /// A volume.
        case volume
        /// A folder in memory.
        case tmpfs
    }

    /// What is mounted.
    public var kind: Kind
    /// The host's path, or the volume's name; nil makes a volume without a name.
    public var source: String?
    /// The path inside.
    public var target: String
    /// Whether it may not be written to.
    public var isReadOnly: Bool

    /// Makes a mount.
    public init(_ kind: Kind, source: String? = nil, target: String, isReadOnly: Bool = false) {
        self.kind = kind
        self.source = source
        self.target = target
        self.isReadOnly = isReadOnly
    }

    /// Writes the engine's JSON.
    public func encode(to encoder: any Encoder) throws {
        var fields = FieldWriter(encoder)
        try fields.set("Type", kind)
        try fields.set("Source", source)
        try fields.set("Target", target)
        try fields.set("ReadOnly", on: isReadOnly)
    }
}

/// A device of the host, inside of a container.
public struct Device: Sendable, Encodable, Hashable {
    /// The host's path.
    public var host: String
    /// The path inside.
    public var container: String
    /// What may be done with it: of `r`, `w` and `m`.
    public var permissions: String

    /// Makes a device.
    public init(host: String, container: String? = nil, permissions: String = "rwm") {
        self.host = host
        self.container = container ?? host
        self.permissions = permissions
    }

    /// Writes the engine's JSON.
    public func encode(to encoder: any Encoder) throws {
        var fields = FieldWriter(encoder)
        try fields.set("PathOnHost", host)
        try fields.set("PathInContainer", container)
        try fields.set("CgroupPermissions", permissions)
    }
}

/// A limit of the system, as `ulimit` has it.
public struct ResourceLimit: Sendable, Encodable, Hashable {
    /// The name, such as `nofile`.
    public var name: String
    /// The limit that holds.
    public var soft: Int
    /// How far a process may raise it.
    public var hard: Int

    /// Makes a limit.
    public init(_ name: String, soft: Int, hard: Int) {
        self.name = name
        self.soft = soft
        self.hard = hard
    }

    /// Writes the engine's JSON.
    public func encode(to encoder: any Encoder) throws {
        var fields = FieldWriter(encoder)
        try fields.set("Name", name)
        try fields.set("Soft", soft)
        try fields.set("Hard", hard)
    }
}

/// When a container is restarted after its end.
public enum RestartPolicy: Sendable, Hashable {
    /// Never.
    case never
    /// Always, also after the engine's start.
    case always
    /// Always, but where somebody stopped it.
    case unlessStopped
    /// After a code other than 0, so many times; nil for no end.
    case onFailure(times: Int?)
}
