/// The engine's answer to the making of a container.
public struct CreatedContainer: Sendable, Decodable, Identifiable {
    /// The identity.
    public let id: String
    /// What the engine has to say.
    public let warnings: [String]

    /// Reads the engine's JSON.
    public init(from decoder: any Decoder) throws {
        let fields = try Fields(decoder)
        id = try fields.required("Id")
        warnings = try fields.words("Warnings")
    }
}

/// What a container's process ended with.
public struct ContainerExit: Sendable, Decodable, Hashable {
    /// The code; 128 and the signal's number after a signal.
    public let code: Int
    /// Why waiting failed.
    public let error: String?

    /// Reads the engine's JSON.
    public init(from decoder: any Decoder) throws {
        let fields = try Fields(decoder)
        code = try fields.int("StatusCode")
        error = try fields.nested("Error")?.optional("Message")
    }
}

/// The processes of a container, as `ps` shows them.
public struct ContainerProcesses: Sendable, Decodable {
    /// The columns' names.
    public let titles: [String]
    /// A row for each process.
    public let processes: [[String]]

    /// Reads the engine's JSON.
    public init(from decoder: any Decoder) throws {
        let fields = try Fields(decoder)
        titles = try fields.list("Titles")
        processes = try fields.list("Processes")
    }
}

/// What a prune removed.
public struct Pruned: Sendable, Decodable {
    /// The identities or names.
    public let removed: [String]
    /// The bytes that are free again.
    public let reclaimed: Int

    /// Reads the engine's JSON.
    public init(from decoder: any Decoder) throws {
        let fields = try Fields(decoder)
        let images: [RemovedImage] = try fields.list("ImagesDeleted")
        removed =
            try fields.words("ContainersDeleted") + fields.words("NetworksDeleted") + fields.words("VolumesDeleted")
            + images.map { $0.deleted ?? $0.untagged ?? "" }
        reclaimed = try fields.int("SpaceReclaimed")
    }
}
