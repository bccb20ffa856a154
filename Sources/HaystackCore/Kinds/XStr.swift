/// An extended string: a type name and the type's text, such as `Color("red")` or `Span("today")`.
public struct XStr: Sendable, Hashable, CustomStringConvertible {
    /// The type's name; starts with an upper-case letter.
    public let type: String
    /// The text of the value.
    public let text: String

    /// Makes an extended string.
    ///
    /// - Throws: `.range` where the type does not start with `A`-`Z` or holds more than letters, digits and `_`.
    public init(type: String, _ text: String) throws(HaystackError) {
        guard XStr.isType(type) else {
            throw HaystackError(.range, "found '\(type)' as the type of an XStr, expected a name that starts with A-Z and goes on with letters, digits and _")
        }
        self.type = type
        self.text = text
    }

    /// For decoders, which have checked the type.
    package init(checkedType type: String, _ text: String) {
        self.type = type
        self.text = text
    }

    package static func isType(_ name: String) -> Bool {
        guard let first = name.utf8.first, (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first) else { return false }
        return name.utf8.allSatisfy(TagName.isNameByte)
    }

    /// `Type("text")`.
    public var description: String { "\(type)(\"\(text)\")" }
}
