#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// An image as a list shows it.
public struct Image: Sendable, Decodable, Identifiable {
    /// The identity: `sha256:` and 64 hexadecimal digits.
    public let id: String
    /// The names with tags; empty for an image without a name.
    public let repoTags: [String]
    /// The names with the hash of what a registry holds.
    public let repoDigests: [String]
    /// When it was made.
    public let created: Date
    /// Its bytes.
    public let size: Int
    /// The labels.
    public let labels: [String: String]

    /// Reads the engine's JSON.
    public init(from decoder: any Decoder) throws {
        let fields = try Fields(decoder)
        id = try fields.required("Id")
        repoTags = try fields.words("RepoTags").filter { $0 != "<none>:<none>" }
        repoDigests = try fields.words("RepoDigests").filter { !$0.hasPrefix("<none>") }
        created = try fields.seconds("Created")
        size = try fields.int("Size")
        labels = try fields.map("Labels")
    }
}

/// Everything that an inspection tells of an image.
public struct ImageDetails: Sendable, Decodable, Identifiable {
    /// The identity: `sha256:` and 64 hexadecimal digits.
    public let id: String
    /// The names with tags.
    public let repoTags: [String]
    /// When it was made.
    public let created: Date?
    /// Its bytes.
    public let size: Int
    /// The processor it is for.
    public let architecture: String
    /// The operating system it is for.
    public let operatingSystem: String
    /// What a container of it begins with.
    public let configuration: Configuration

    /// Reads the engine's JSON.
    public init(from decoder: any Decoder) throws {
        let fields = try Fields(decoder)
        id = try fields.required("Id")
        repoTags = try fields.words("RepoTags")
        created = try fields.time("Created")
        size = try fields.int("Size")
        architecture = try fields.string("Architecture")
        operatingSystem = try fields.string("Os")
        configuration = try Configuration(fields.nested("Config"))
    }

    /// What a container of an image begins with.
    public struct Configuration: Sendable {
        /// The environment, `NAME=value`.
        public let environment: [String]
        /// The command.
        public let command: [String]
        /// What runs the command.
        public let entrypoint: [String]
        /// The working folder.
        public let workingDirectory: String
        /// The user.
        public let user: String
        /// The labels.
        public let labels: [String: String]

        init(_ fields: Fields?) throws {
            environment = try fields?.words("Env") ?? []
            command = try fields?.words("Cmd") ?? []
            entrypoint = try fields?.words("Entrypoint") ?? []
            workingDirectory = try fields?.string("WorkingDir") ?? ""
            user = try fields?.string("User") ?? ""
            labels = try fields?.map("Labels") ?? [:]
        }
    }
}
