/// The name of a definition: `^hot-water`, `^lib:phIoT`.
public struct Symbol: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The name without the leading `^`.
    public let name: String

    /// Makes a symbol; `name` is given without `^`.
    public init(_ name: String) { self.name = name }

    /// `^name`.
    public var description: String { "^\(name)" }

    /// By name.
    public static func < (left: Symbol, right: Symbol) -> Bool { left.name < right.name }
}
