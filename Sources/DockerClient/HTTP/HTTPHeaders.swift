/// The headers of a message, in order; names are compared without regard to case.
public struct HTTPHeaders: Sendable, ExpressibleByDictionaryLiteral {
    private(set) var fields: [(name: String, value: String)]

    /// Makes headers of a literal, in its order.
    public init(dictionaryLiteral elements: (String, String)...) {
        fields = elements.map { (name: $0.0, value: $0.1) }
    }

    /// The first value of a name.
    public subscript(name: String) -> String? {
        fields.first { $0.name.utf8.count == name.utf8.count && $0.name.lowercased() == name.lowercased() }?.value
    }

    /// All values of a name.
    public func values(_ name: String) -> [String] {
        fields.filter { $0.name.utf8.count == name.utf8.count && $0.name.lowercased() == name.lowercased() }.map(\.value)
    }

    /// Adds a header; others of its name stay.
    public mutating func add(_ name: String, _ value: String) {
        fields.append((name, value))
    }

    /// - Throws: `.invalidArgument` for a name or a value that would end its line and begin another one.
    func check() throws(DockerError) {
        for field in fields where field.name.isEmpty || (field.name + field.value).utf8.contains(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7f }) {
            throw DockerError(.invalidArgument, "found control characters in the header \"\(field.name)\", expected text in one line")
        }
        for field in fields where field.name.utf8.contains(where: { $0 <= 0x20 || $0 == UInt8(ascii: ":") }) {
            throw DockerError(.invalidArgument, "found the header's name \"\(field.name)\", expected a word")
        }
    }

    /// Whether a header that is a list, such as `Connection`, holds a word.
    func list(_ name: String, holds word: String) -> Bool {
        values(name).contains { value in
            value.split(separator: ",").contains { $0.trimmed.lowercased() == word }
        }
    }
}

extension Substring {
    /// Without the spaces and tabs around it.
    var trimmed: Substring {
        var rest = self
        while let first = rest.utf8.first, first == 0x20 || first == 0x09 { rest = rest.dropFirst() }
        while let last = rest.utf8.last, last == 0x20 || last == 0x09 { rest = rest.dropLast() }
        return rest
    }
}
