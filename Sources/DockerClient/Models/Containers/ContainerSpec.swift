/// What a container is made with.
///
/// ```swift
/// var spec = ContainerSpec(image: "python:3", command: ["python3", "-m", "http.server", "80"])
/// spec.ports = [PortBinding(container: 80, host: 8080, address: "127.0.0.1")]
/// spec.host.memory = 256 << 20
/// spec.host.isReadOnly = true
/// let id = try await docker.containers.create(spec).id
/// ```
///
/// What is not set is left to the image and the engine.
public struct ContainerSpec: Sendable {
    /// The image's name or identity.
    public var image: String
    /// The command; the image's where it is empty.
    public var command: [String]
    /// What runs the command; the image's where it is nil, nothing where it is empty.
    public var entrypoint: [String]?
    /// The environment, in addition to the image's.
    public var environment: [String: String] = [:]
    /// The working folder.
    public var workingDirectory: String?
    /// The user: a name or number, and a group after a colon.
    public var user: String?
    /// The labels.
    public var labels: [String: String] = [:]
    /// The host name inside.
    public var hostname: String?
    /// Whether it has a terminal: then output comes as one stream.
    public var isTTY = false
    /// Whether its standard input is open for ``Containers/attach(_:logs:)``; it ends with the first one that attached.
    public var hasInput = false
    /// The signal that asks it to end; the image's where it is nil.
    public var stopSignal: String?
    /// How many seconds it has to end before it is killed; the engine's 10 where it is nil.
    public var stopTimeout: Int?
    /// The ports that are published.
    public var ports: [PortBinding] = []
    /// Networks to join, by name or identity. The first one is there at the start; more than one needs API version 1.44.
    public var networks: [String: NetworkEndpoint] = [:]
    /// Its rights and limits on the host.
    public var host = HostSettings()

    /// Makes a specification.
    public init(image: String, command: [String] = []) {
        self.image = image
        self.command = command
    }
}

extension ContainerSpec: Encodable {
    /// Writes the engine's JSON.
    public func encode(to encoder: any Encoder) throws {
        var fields = FieldWriter(encoder)
        try fields.set("Image", image)
        try fields.set("Cmd", list: command)
        try fields.set("Entrypoint", entrypoint.map { $0.isEmpty ? [""] : $0 })
        try fields.set("Env", list: environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
        try fields.set("WorkingDir", workingDirectory)
        try fields.set("User", user)
        try fields.set("Labels", map: labels)
        try fields.set("Hostname", hostname)
        try fields.set("Tty", on: isTTY)
        try fields.set("OpenStdin", on: hasInput)
        try fields.set("StdinOnce", on: hasInput)
        try fields.set("AttachStdin", on: hasInput)
        try fields.set("AttachStdout", true)
        try fields.set("AttachStderr", true)
        try fields.set("StopSignal", stopSignal)
        try fields.set("StopTimeout", stopTimeout)
        try fields.set("ExposedPorts", map: Dictionary(ports.map { ($0.key, EmptyObject()) }) { first, _ in first })
        try fields.set("HostConfig", HostConfig(settings: host, ports: ports))
        if !networks.isEmpty { try fields.set("NetworkingConfig", ["EndpointsConfig": networks]) }
    }
}

/// A port of a container, published on the host.
public struct PortBinding: Sendable, Hashable {
    /// The port inside of the container.
    public var container: Int
    /// The host's port; nil lets the engine choose a free one.
    public var host: Int?
    /// The host's address; nil is every address.
    public var address: String?
    /// `tcp`, `udp` or `sctp`.
    public var kind: String

    /// Makes a binding.
    public init(container: Int, host: Int? = nil, address: String? = nil, kind: String = "tcp") {
        self.container = container
        self.host = host
        self.address = address
        self.kind = kind
    }

    var key: String { "\(container)/\(kind)" }
}

/// How a container is known in a network.
public struct NetworkEndpoint: Sendable, Encodable {
    /// The names that others in the network know it by.
    public var aliases: [String]
    /// Its address of version 4, in a network with a subnet of its own.
    public var address: String?

    /// Makes settings.
    public init(aliases: [String] = [], address: String? = nil) {
        self.aliases = aliases
        self.address = address
    }

    /// Writes the engine's JSON.
    public func encode(to encoder: any Encoder) throws {
        var fields = FieldWriter(encoder)
        try fields.set("Aliases", list: aliases)
        try fields.set("IPAMConfig", address.map { ["IPv4Address": $0] })
    }
}
