/// A reference to a record by its id, with an optional display name: `@p:demo:r:23a "Main Meter"`.
///
/// References are equal when their ids are: the display name is a help for people and says nothing of identity.
public struct Ref: Sendable {
    /// The id without the leading `@`.
    public let id: String
    /// Boxed, so that a reference without display name stays small inside ``Value``.
    private let label: Label?

    /// The display name, when one travelled with the reference.
    public var dis: String? { label?.text }

    /// Makes a reference; `id` is given without `@`.
    public init(_ id: String, dis: String? = nil) {
        self.id = id
        self.label = dis.map(Label.init)
    }

    private final class Label: Sendable {
        let text: String
        init(_ text: String) { self.text = text }
    }
}

extension Ref: Hashable, Comparable {
    /// True where the ids are the same.
    public static func == (left: Ref, right: Ref) -> Bool { left.id == right.id }
    /// Hashes the id.
    public func hash(into hasher: inout Hasher) { hasher.combine(id) }
    /// By id.
    public static func < (left: Ref, right: Ref) -> Bool { left.id < right.id }
}

extension Ref: CustomStringConvertible {
    /// `@id`, or `@id "dis"` where there is a display name.
    public var description: String {
        guard let dis else { return "@\(id)" }
        return "@\(id) \"\(dis)\""
    }
}
