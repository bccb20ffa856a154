#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A container as a list shows it.
public struct Container: Sendable, Decodable, Identifiable {
    /// The identity, 64 hexadecimal digits.
    public let id: String
    /// The names, without the slash that the engine puts before them.
    public let names: [String]
    /// The image's name, as it was asked for.
    public let image: String
    /// The image's identity.
    public let imageID: String
    /// The command.
    public let command: String
    /// When it was made.
    public let created: Date
    /// Its state.
    public let state: ContainerState
    /// The state in words: `Up 2 hours`.
    public let status: String
    /// The ports it has.
    public let ports: [Port]
    /// The labels.
    public let labels: [String: String]
    /// The names of its networks.
    public let networks: [String]

    /// A port of a container.
    public struct Port: Sendable, Decodable, Hashable {
        /// The port inside of the container.
        public let container: Int
        /// The port of the host, where it is published.
        public let host: Int?
        /// The host's address, where it is published.
        public let address: String?
        /// `tcp`, `udp` or `sctp`.
        public let kind: String

        /// Reads the engine's JSON.
        public init(from decoder: any Decoder) throws {
            let fields = try Fields(decoder)
            container = try fields.int("PrivatePort")
            host = try fields.optional("PublicPort")
            address = try fields.optional("IP")
            kind = try fields.string("Type")
        }
    }

    /// Reads the engine's JSON.
    public init(from decoder: any Decoder) throws {
        let fields = try Fields(decoder)
        id = try fields.required("Id")
        names = try fields.list("Names").map { (name: String) in name.withoutSlash }
        image = try fields.string("Image")
        imageID = try fields.string("ImageID")
        command = try fields.words("Command").joined(separator: " ")
        created = try fields.seconds("Created")
        state = ContainerState(rawValue: try fields.string("State"))
        status = try fields.string("Status")
        ports = try fields.list("Ports")
        labels = try fields.map("Labels")
        let settings: [String: EmptyObject] = try fields.nested("NetworkSettings")?.map("Networks") ?? [:]
        networks = settings.keys.sorted()
    }
}

extension String {
    /// A container's name without the slash that the engine puts before it.
    var withoutSlash: String { hasPrefix("/") ? String(dropFirst()) : self }
}
