/// A record of named values: the tags of a site, an equip, a point, or the meta of a grid.
///
/// Tags keep the order in which they were set; two dicts are equal when they have the same tags, in whatever order. A dict
/// never holds null: a tag that is missing reads as ``Value/null``, and setting a tag to null removes it.
///
/// ```swift
/// var site: Dict = ["dis": "Main Street", "site": .marker, "area": .number(5400, unit: "ft²")]
/// site["geoCity"] = "Richmond"
/// site["area"]            // 5400ft²
/// ```
public struct Dict: Sendable {
    /// A name and its value.
    public typealias Tag = (name: String, value: Value)

    private var tags: [Tag] = []
    /// Where each name stands, once there are more tags than a linear search is good for.
    private var index: [String: Int] = [:]

    private static let indexedCount = 12

    /// Makes an empty dict.
    public init() {}

    /// Makes a dict of tags; null values are left out, and of a name given twice the last value holds.
    public init(_ tags: some Sequence<(String, Value)>) {
        for (name, value) in tags { self[name] = value }
    }

    /// Makes an empty dict with room for as many tags.
    package init(capacity: Int) {
        tags.reserveCapacity(capacity)
    }

    /// The value of a tag, null where there is none. Setting null removes the tag.
    public subscript(name: String) -> Value {
        get {
            guard let position = position(of: name) else { return .null }
            return tags[position].value
        }
        set {
            let position = position(of: name)
            // Asked by its case: to compare any two values takes longer.
            if case .null = newValue {
                if let position { remove(at: position) }
            } else if let position {
                tags[position].value = newValue
            } else {
                append(name, newValue)
            }
        }
    }

    /// Whether the tag is there.
    public func has(_ name: String) -> Bool { position(of: name) != nil }

    /// The names of all tags, in order.
    public var names: [String] { tags.map(\.name) }

    /// The number of tags.
    public var count: Int { tags.count }

    /// What to call the record: its `dis`, else its `name`, else the display name or id of its `id`.
    public var dis: String? {
        if case .str(let text) = self["dis"] { return text }
        if case .str(let text) = self["name"] { return text }
        if case .ref(let ref) = self["id"] { return ref.dis ?? ref.id }
        return nil
    }

    /// Takes over the tags of another dict; where both have a tag, the other's value holds.
    public mutating func merge(_ other: Dict) {
        for (name, value) in other { self[name] = value }
    }

    private func position(of name: String) -> Int? {
        if tags.count > Dict.indexedCount { return index[name] }
        return tags.firstIndex { $0.name == name }
    }

    private mutating func append(_ name: String, _ value: Value) {
        tags.append((name, value))
        if tags.count > Dict.indexedCount + 1 {
            index[name] = tags.count - 1
        } else if tags.count == Dict.indexedCount + 1 {
            rebuildIndex()
        }
    }

    private mutating func remove(at position: Int) {
        tags.remove(at: position)
        rebuildIndex()
    }

    private mutating func rebuildIndex() {
        index.removeAll()
        guard tags.count > Dict.indexedCount else { return }
        for (position, tag) in tags.enumerated() { index[tag.name] = position }
    }
}

extension Dict: RandomAccessCollection {
    /// 0.
    public var startIndex: Int { 0 }
    /// The number of tags.
    public var endIndex: Int { tags.count }
    /// The tag at a position.
    public subscript(position: Int) -> Tag { tags[position] }
}

extension Dict: ExpressibleByDictionaryLiteral {
    /// Makes a dict of a literal; null values are left out.
    public init(dictionaryLiteral elements: (String, Value)...) {
        self.init(elements)
    }
}

extension Dict: Hashable {
    /// True where both have the same tags with the same values; their order does not matter.
    public static func == (left: Dict, right: Dict) -> Bool {
        left.count == right.count && left.allSatisfy { right.position(of: $0.name) != nil && right[$0.name] == $0.value }
    }

    /// Hashes the tags so that their order does not matter.
    public func hash(into hasher: inout Hasher) {
        var sum = 0
        for (name, value) in tags {
            var tagHasher = Hasher()
            tagHasher.combine(name)
            tagHasher.combine(value)
            sum &+= tagHasher.finalize()
        }
        hasher.combine(sum)
    }
}

extension Dict: CustomStringConvertible {
    /// `{dis:"Main Street", site, area:5400ft²}`.
    public var description: String {
        let parts = tags.map { name, value in
            value == .marker ? name : "\(name):\(value.debugText)"
        }
        return "{\(parts.joined(separator: ", "))}"
    }
}
