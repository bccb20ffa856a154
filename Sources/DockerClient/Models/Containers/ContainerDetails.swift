#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Everything that an inspection tells of a container.
public struct ContainerDetails: Sendable, Decodable, Identifiable {
    /// The identity, 64 hexadecimal digits.
    public let id: String
    /// The name, without the slash that the engine puts before it.
    public let name: String
    /// When it was made.
    public let created: Date?
    /// The program that runs.
    public let path: String
    /// Its arguments.
    public let arguments: [String]
    /// The image's identity.
    public let imageID: String
    /// How its process is.
    public let state: State
    /// How often its restart policy has restarted it.
    public let restartCount: Int
    /// What it was made with.
    public let configuration: Configuration
    /// What is mounted into it.
    public let mounts: [MountPoint]
    /// Its place in each of its networks, by the network's name.
    public let networks: [String: NetworkAttachment]
    /// Where its ports are published: by `80/tcp`, the host's addresses.
    public let ports: [String: [PublishedPort]]

    /// Reads the engine's JSON.
    public init(from decoder: any Decoder) throws {
        let fields = try Fields(decoder)
        id = try fields.required("Id")
        name = try fields.string("Name").withoutSlash
        created = try fields.time("Created")
        path = try fields.string("Path")
        arguments = try fields.words("Args")
        imageID = try fields.string("Image")
        state = try fields.required("State")
        restartCount = try fields.int("RestartCount")
        configuration = try fields.required("Config")
        mounts = try fields.list("Mounts")
        let network = try fields.nested("NetworkSettings")
        networks = try network?.map("Networks") ?? [:]
        let published: [String: [PublishedPort]?] = try network?.map("Ports") ?? [:]
        ports = published.compactMapValues { $0 }
    }
}

extension ContainerDetails {
    /// How a container's process is.
    public struct State: Sendable, Decodable {
        /// The state of its life.
        public let status: ContainerState
        /// Whether the process is there, paused or not.
        public let isRunning: Bool
        /// Whether it was killed for its memory.
        public let isOutOfMemory: Bool
        /// The process' number on the engine's host; 0 where there is none.
        public let processID: Int
        /// The code that the process ended with.
        public let exitCode: Int
        /// Why it could not start.
        public let error: String
        /// When it was last started.
        public let started: Date?
        /// When it last ended.
        public let finished: Date?
        /// `starting`, `healthy` or `unhealthy`, where there is a health check.
        public let health: String?

        /// Reads the engine's JSON.
        public init(from decoder: any Decoder) throws {
            let fields = try Fields(decoder)
            status = ContainerState(rawValue: try fields.string("Status"))
            isRunning = try fields.bool("Running")
            isOutOfMemory = try fields.bool("OOMKilled")
            processID = try fields.int("Pid")
            exitCode = try fields.int("ExitCode")
            error = try fields.string("Error")
            started = try fields.time("StartedAt")
            finished = try fields.time("FinishedAt")
            health = try fields.nested("Health")?.optional("Status")
        }
    }

    /// What a container was made with.
    public struct Configuration: Sendable, Decodable {
        /// The image's name.
        public let image: String
        /// The host name inside.
        public let hostname: String
        /// The user inside.
        public let user: String
        /// Whether it has a terminal. Its output then comes as one stream.
        public let isTTY: Bool
        /// Whether its standard input is open.
        public let hasInput: Bool
        /// The environment, `NAME=value`.
        public let environment: [String]
        /// The command.
        public let command: [String]
        /// What runs the command.
        public let entrypoint: [String]
        /// The working folder.
        public let workingDirectory: String
        /// The labels.
        public let labels: [String: String]

        /// Reads the engine's JSON.
        public init(from decoder: any Decoder) throws {
            let fields = try Fields(decoder)
            image = try fields.string("Image")
            hostname = try fields.string("Hostname")
            user = try fields.string("User")
            isTTY = try fields.bool("Tty")
            hasInput = try fields.bool("OpenStdin")
            environment = try fields.words("Env")
            command = try fields.words("Cmd")
            entrypoint = try fields.words("Entrypoint")
            workingDirectory = try fields.string("WorkingDir")
            labels = try fields.map("Labels")
        }
    }

    /// Something mounted into a container.
    public struct MountPoint: Sendable, Decodable {
        /// `bind`, `volume` or `tmpfs`.
        public let kind: String
        /// The volume's name.
        public let name: String
        /// The folder of the host.
        public let source: String
        /// The folder inside.
        public let destination: String
        /// Whether it may be written to.
        public let isWritable: Bool

        /// Reads the engine's JSON.
        public init(from decoder: any Decoder) throws {
            let fields = try Fields(decoder)
            kind = try fields.string("Type")
            name = try fields.string("Name")
            source = try fields.string("Source")
            destination = try fields.string("Destination")
            isWritable = try fields.bool("RW")
        }
    }

    /// A container's place in a network.
    public struct NetworkAttachment: Sendable, Decodable {
        /// The network's identity.
        public let networkID: String
        /// The container's address; empty while it does not run.
        public let address: String
        /// The way out.
        public let gateway: String
        /// The card's address.
        public let macAddress: String
        /// The names that others in the network know it by.
        public let aliases: [String]

        /// Reads the engine's JSON.
        public init(from decoder: any Decoder) throws {
            let fields = try Fields(decoder)
            networkID = try fields.string("NetworkID")
            address = try fields.string("IPAddress")
            gateway = try fields.string("Gateway")
            macAddress = try fields.string("MacAddress")
            aliases = try fields.words("Aliases")
        }
    }

    /// Where a port is published.
    public struct PublishedPort: Sendable, Decodable, Hashable {
        /// The host's address.
        public let address: String
        /// The host's port.
        public let port: Int

        /// Reads the engine's JSON.
        public init(from decoder: any Decoder) throws {
            let fields = try Fields(decoder)
            address = try fields.string("HostIp")
            port = Int(try fields.string("HostPort")) ?? 0
        }
    }
}
