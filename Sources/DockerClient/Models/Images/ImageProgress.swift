/// A step of a pull, a build, a load or an import.
public struct ImageProgress: Sendable, Decodable {
    /// What it is about: a layer's identity, a tag.
    public let id: String?
    /// What happens: `Downloading`, `Pull complete`.
    public let status: String?
    /// What a build writes.
    public let text: String?
    /// The bytes that are done.
    public let current: Int?
    /// The bytes there are to do, where that is known.
    public let total: Int?
    /// The identity of the image that a build has made.
    public let imageID: String?
    /// What went wrong. A stream of progress throws it, so that its elements have none.
    let error: String?

    /// Reads the engine's JSON.
    public init(from decoder: any Decoder) throws {
        let fields = try Fields(decoder)
        id = try fields.optional("id")
        status = try fields.optional("status")
        text = try fields.optional("stream")
        let detail = try fields.nested("progressDetail")
        current = try detail?.optional("current")
        total = try detail?.optional("total")
        // Builders of podman and BuildKit use aux for other things, too.
        imageID = (try? fields.nested("aux")?.optional("ID")) ?? nil
        let errorDetail: String? = (try? fields.nested("errorDetail")?.optional("message")) ?? nil
        error = try errorDetail ?? fields.optional("error")
    }
}
