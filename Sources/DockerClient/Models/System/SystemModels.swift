/// The engine's version.
public struct EngineVersion: Sendable, Decodable {
    /// The engine's own version, such as `29.1.0`.
    public let version: String
    /// The newest API version it speaks.
    public let apiVersion: String
    /// The oldest API version it speaks.
    public let minimumAPIVersion: String
    /// The operating system of its containers.
    public let operatingSystem: String
    /// The processor.
    public let architecture: String
    /// The system's kernel.
    public let kernel: String
    /// Its parts and their versions, such as `containerd`.
    public let components: [String: String]

    /// Reads the engine's JSON.
    public init(from decoder: any Decoder) throws {
        let fields = try Fields(decoder)
        version = try fields.string("Version")
        apiVersion = try fields.string("ApiVersion")
        minimumAPIVersion = try fields.string("MinAPIVersion")
        operatingSystem = try fields.string("Os")
        architecture = try fields.string("Arch")
        kernel = try fields.string("KernelVersion")
        let parts: [Component] = try fields.list("Components")
        components = Dictionary(parts.map { ($0.name, $0.version) }) { first, _ in first }
    }

    private struct Component: Decodable {
        let name: String
        let version: String

        init(from decoder: any Decoder) throws {
            let fields = try Fields(decoder)
            name = try fields.string("Name")
            version = try fields.string("Version")
        }
    }
}

/// What an engine is and has.
public struct EngineInfo: Sendable, Decodable {
    /// The engine's identity.
    public let id: String
    /// The host's name.
    public let name: String
    /// The engine's version.
    public let version: String
    /// The host's operating system.
    public let operatingSystem: String
    /// `linux` or `windows`.
    public let kind: String
    /// The processor.
    public let architecture: String
    /// How many processors there are.
    public let cpus: Int
    /// The bytes of memory.
    public let memory: Int
    /// How many containers there are.
    public let containers: Int
    /// How many of them run.
    public let running: Int
    /// How many images there are.
    public let images: Int
    /// How layers are kept, such as `overlay2`.
    public let storageDriver: String
    /// The version of control groups, `1` or `2`.
    public let cgroupVersion: String
    /// The runtimes, such as `runc`.
    public let runtimes: [String]
    /// What protects the host from containers, such as `name=seccomp,profile=default`; `name=rootless` where the engine has a network of its own.
    public let securityOptions: [String]
    /// What the engine has to say.
    public let warnings: [String]

    /// Reads the engine's JSON.
    public init(from decoder: any Decoder) throws {
        let fields = try Fields(decoder)
        id = try fields.string("ID")
        name = try fields.string("Name")
        version = try fields.string("ServerVersion")
        operatingSystem = try fields.string("OperatingSystem")
        kind = try fields.string("OSType")
        architecture = try fields.string("Architecture")
        cpus = try fields.int("NCPU")
        memory = try fields.int("MemTotal")
        containers = try fields.int("Containers")
        running = try fields.int("ContainersRunning")
        images = try fields.int("Images")
        storageDriver = try fields.string("Driver")
        cgroupVersion = try fields.string("CgroupVersion")
        let all: [String: EmptyObject] = try fields.map("Runtimes")
        runtimes = all.keys.sorted()
        securityOptions = try fields.words("SecurityOptions")
        warnings = try fields.words("Warnings")
    }
}

extension EngineInfo {
    /// Whether the engine runs without the rights of root, in namespaces of its own.
    public var isRootless: Bool { securityOptions.contains { $0.hasPrefix("name=rootless") } }
}

/// The engine's answer to a ping.
public struct EnginePing: Sendable {
    /// The newest API version it speaks.
    public let apiVersion: APIVersion?
    /// The operating system of its containers.
    public let operatingSystem: String?
    /// `1` for the classic builder, `2` for BuildKit.
    public let builder: String?
}
