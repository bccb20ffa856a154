/// A key of the engine's JSON, as it stands on the wire.
struct FieldKey: CodingKey, ExpressibleByStringLiteral {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringLiteral value: String) { stringValue = value }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

/// The fields of a JSON object from the engine. Engines leave out what is empty, or say null: both read as nil here, or as an empty value.
struct Fields {
    private let container: KeyedDecodingContainer<FieldKey>

    init(_ decoder: any Decoder) throws { container = try decoder.container(keyedBy: FieldKey.self) }

    /// A field that every engine sends.
    func required<Value: Decodable>(_ key: FieldKey) throws -> Value { try container.decode(Value.self, forKey: key) }

    /// A field that may be missing or null.
    func optional<Value: Decodable>(_ key: FieldKey) throws -> Value? { try container.decodeIfPresent(Value.self, forKey: key) }

    func string(_ key: FieldKey) throws -> String { try optional(key) ?? "" }
    func bool(_ key: FieldKey) throws -> Bool { try optional(key) ?? false }
    func map<Value: Decodable>(_ key: FieldKey) throws -> [String: Value] { try optional(key) ?? [:] }
    func list<Value: Decodable>(_ key: FieldKey) throws -> [Value] { try optional(key) ?? [] }

    /// A number; engines differ in whether some are whole.
    func int(_ key: FieldKey) throws -> Int {
        if let whole = try? container.decodeIfPresent(Int.self, forKey: key) { return whole }
        return try container.decodeIfPresent(Double.self, forKey: key).flatMap { Int(exactly: $0.rounded()) } ?? 0
    }

    /// A list of words that podman may write as one text.
    func words(_ key: FieldKey) throws -> [String] {
        if let list = try? container.decodeIfPresent([String].self, forKey: key) { return list }
        return try container.decodeIfPresent(String.self, forKey: key).map { [$0] } ?? []
    }

    /// An object inside this one.
    func nested(_ key: FieldKey) throws -> Fields? {
        guard container.contains(key), try !container.decodeNil(forKey: key) else { return nil }
        return try Fields(container.superDecoder(forKey: key))
    }
}

/// Writes the fields of a JSON object for the engine, leaving out what is nil or empty so that the engine's defaults hold.
struct FieldWriter {
    private var container: KeyedEncodingContainer<FieldKey>

    init(_ encoder: any Encoder) { container = encoder.container(keyedBy: FieldKey.self) }

    mutating func set(_ key: FieldKey, _ value: (some Encodable)?) throws { try container.encodeIfPresent(value, forKey: key) }

    mutating func set(_ key: FieldKey, list: [some Encodable]) throws {
        if !list.isEmpty { try container.encode(list, forKey: key) }
    }

    mutating func set<Value: Encodable>(_ key: FieldKey, map: [String: Value]) throws {
        if !map.isEmpty { try container.encode(map, forKey: key) }
    }

    mutating func set(_ key: FieldKey, on value: Bool) throws {
        if value { try container.encode(true, forKey: key) }
    }
}

/// An object without fields, as `{"8080/tcp": {}}` needs it.
struct EmptyObject: Codable {}
