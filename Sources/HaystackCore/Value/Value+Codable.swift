/// Values are coded in the shape of Hayson, Haystack's JSON: Str, Bool, List, Dict and plain Numbers as themselves, every other kind as
/// an object whose `_kind` names it. With Foundation's `JSONEncoder` this gives Hayson text.
extension Value: Codable {
    /// Reads a value in the shape of Hayson.
    public init(from decoder: any Decoder) throws {
        if let keyed = try? decoder.container(keyedBy: HaysonKey.self) {
            self = try HaysonReader(container: keyed).value()
        } else if var items = try? decoder.unkeyedContainer() {
            var list: List = []
            while !items.isAtEnd {
                // decodeNil does not advance past anything else.
                list.append(try items.decodeNil() ? .null : items.decode(Value.self))
            }
            self = .list(list)
        } else {
            self = try Value.scalar(try decoder.singleValueContainer())
        }
    }

    private static func scalar(_ container: any SingleValueDecodingContainer) throws -> Value {
        if container.decodeNil() { return .null }
        if let bool = try? container.decode(Bool.self) { return .bool(bool) }
        if let double = try? container.decode(Double.self) { return .number(Number(double)) }
        return .str(try container.decode(String.self))
    }

    /// Writes a value in the shape of Hayson. Bytes are written as a Buf object of base-16 text, and a matrix as its grid.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .null:
            var container = encoder.singleValueContainer()
            try container.encodeNil()
        case .bool(let value): try encoder.single(value)
        case .str(let value): try encoder.single(value)
        case .list(let list):
            var container = encoder.unkeyedContainer()
            for item in list { try container.encode(item) }
        case .number(let number) where number.unitText.isEmpty && number.value.isFinite: try encoder.single(number.value)
        case .dict(let dict): try dict.encode(to: encoder)
        case .grid(let grid): try grid.encode(to: encoder)
        case .matrix(let matrix): try Grid(matrix).encode(to: encoder)
        default: try HaysonWriter(encoder, kind: haysonKind).write(self)
        }
    }

    private var haysonKind: String {
        switch self {
        case .xstr: "xstr"
        case .na: "na"
        case .dateTime: "dateTime"
        default: kind.lowercased()
        }
    }
}

extension Encoder {
    fileprivate func single(_ value: some Encodable) throws {
        var container = singleValueContainer()
        try container.encode(value)
    }
}

struct HaysonKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

/// Writes one value as an object with `_kind`.
private struct HaysonWriter {
    private var container: KeyedEncodingContainer<HaysonKey>

    init(_ encoder: any Encoder, kind: String) throws {
        container = encoder.container(keyedBy: HaysonKey.self)
        try container.encode(kind, forKey: HaysonKey("_kind"))
    }

    mutating func put(_ name: String, _ value: (some Encodable)?) throws {
        try container.encodeIfPresent(value, forKey: HaysonKey(name))
    }

    func write(_ value: Value) throws {
        var writer = self
        switch value {
        case .number(let number):
            if number.value.isFinite { try writer.put("val", number.value) } else { try writer.put("val", Number(number.value).description) }
            try writer.put("unit", number.unit)
        case .ref(let ref):
            try writer.put("val", ref.id)
            try writer.put("dis", ref.dis)
        case .uri(let uri): try writer.put("val", uri.text)
        case .symbol(let symbol): try writer.put("val", symbol.name)
        case .date(let date): try writer.put("val", date.description)
        case .time(let time): try writer.put("val", time.description)
        case .dateTime(let dateTime):
            try writer.put("val", String(dateTime.description.prefix { $0 != " " }))
            try writer.put("tz", dateTime.zone.name)
        case .coord(let coord):
            try writer.put("lat", coord.latitude)
            try writer.put("lng", coord.longitude)
        case .xstr(let xstr):
            try writer.put("type", xstr.type)
            try writer.put("val", xstr.text)
        case .buf(let bytes):
            try writer.put("val", bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined())
        default: break
        }
    }
}
