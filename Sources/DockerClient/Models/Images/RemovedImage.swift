/// What the removal of an image took away: a name or a layer.
public struct RemovedImage: Sendable, Decodable, Hashable {
    /// The name that is gone.
    public let untagged: String?
    /// The identity of the layer that is gone.
    public let deleted: String?

    /// Reads the engine's JSON.
    public init(from decoder: any Decoder) throws {
        let fields = try Fields(decoder)
        untagged = try fields.optional("Untagged")
        deleted = try fields.optional("Deleted")
    }
}
