/// A universal resource identifier, as text: it is not checked nor normalised.
public struct Uri: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The text of the identifier.
    public let text: String

    /// Makes a Uri of its text.
    public init(_ text: String) { self.text = text }

    /// The text.
    public var description: String { text }

    /// By text.
    public static func < (left: Uri, right: Uri) -> Bool { left.text < right.text }
}
