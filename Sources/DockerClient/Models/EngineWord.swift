/// A word out of a set that engines extend: known words have names, unknown ones are kept as they are.
public protocol EngineWord: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible, ExpressibleByStringLiteral
where RawValue == String, StringLiteralType == String {
    /// Makes a word, known or not.
    init(rawValue: String)
}

extension EngineWord {
    /// Makes a word of a literal.
    public init(stringLiteral value: String) { self.init(rawValue: value) }
    /// The word.
    public var description: String { rawValue }
}
