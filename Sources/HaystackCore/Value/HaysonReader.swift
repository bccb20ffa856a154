/// Reads an object of Hayson: a Dict, or the kind that its `_kind` names.
struct HaysonReader {
    let container: KeyedDecodingContainer<HaysonKey>

    func value() throws -> Value {
        do {
            return try value(ofKind: try kind())
        } catch let error as HaystackError {
            // What a kind cannot hold is malformed Hayson to whoever decodes.
            let context = DecodingError.Context(codingPath: container.codingPath, debugDescription: error.message, underlyingError: error)
            throw DecodingError.dataCorrupted(context)
        }
    }

    /// The object's `_kind`; one without is a Dict.
    private func kind() throws -> String {
        container.contains(HaysonKey("_kind")) ? try container.decode(String.self, forKey: HaysonKey("_kind")) : "dict"
    }

    private func value(ofKind kind: String) throws -> Value {
        switch kind {
        case "marker": return .marker
        case "na": return .na
        case "remove": return .remove
        case "dict": return .dict(try dict())
        case "number": return .number(try number())
        case "ref": return .ref(Ref(try text("val"), dis: try container.decodeIfPresent(String.self, forKey: HaysonKey("dis"))))
        case "uri": return .uri(Uri(try text("val")))
        case "symbol": return .symbol(Symbol(try text("val")))
        case "date": return .date(try parse("val", "a date like 2026-03-13") { CalendarText.date($0) })
        case "time": return .time(try parse("val", "a time like 08:12:05") { CalendarText.time($0) })
        case "dateTime": return .dateTime(try dateTime())
        case "coord":
            return .coord(try Coord(latitude: try double("lat"), longitude: try double("lng")))
        case "xstr": return .xstr(try XStr(type: try text("type"), try text("val")))
        case "buf": return .buf(try parse("val", "pairs of hexadecimal digits", HaysonReader.bytes))
        case "grid": return .grid(try grid())
        default: throw corrupted("_kind", "found the kind '\(kind)', expected one of Haystack's kinds")
        }
    }

    /// Fails where the object says that it is of another kind than the one which the caller decodes.
    func expectKind(_ expected: String) throws {
        guard container.contains(HaysonKey("_kind")) else { return }
        let found = try kind()
        guard found == expected else { throw corrupted("_kind", "found the kind '\(found)', expected '\(expected)'") }
    }

    func dict() throws -> Dict {
        var dict = Dict()
        for key in container.allKeys where key.stringValue != "_kind" {
            dict[key.stringValue] = try container.decode(Value.self, forKey: key)
        }
        return dict
    }

    func grid() throws -> Grid {
        var meta = try container.decodeIfPresent(Dict.self, forKey: HaysonKey("meta")) ?? Dict()
        meta["ver"] = .null
        var builder = GridBuilder(meta: meta)
        var names: Set<String> = []
        for column in try container.decode([Dict].self, forKey: HaysonKey("cols")) {
            guard case .str(let name) = column["name"] else { throw corrupted("cols", "found a column without name") }
            guard names.insert(name).inserted else { throw corrupted("cols", "found two columns named '\(name)', expected each name once") }
            builder.addColumn(name, meta: try columnMeta(column["meta"], of: name))
        }
        for row in try container.decode([Dict].self, forKey: HaysonKey("rows")) { builder.addRow(row) }
        return builder.build()
    }

    private func columnMeta(_ value: Value, of name: String) throws -> Dict {
        switch value {
        case .null: return Dict()
        case .dict(let meta): return meta
        default: throw corrupted("cols", "found a \(value.kind) as the meta of column '\(name)', expected a Dict")
        }
    }

    private func number() throws -> Number {
        let unit = try container.decodeIfPresent(String.self, forKey: HaysonKey("unit"))
        guard let name = try? text("val") else { return Number(try double("val"), unit: unit) }
        switch name {
        case "INF": return Number(Double.infinity, unit: unit)
        case "-INF": return Number(-Double.infinity, unit: unit)
        case "NaN": return Number(Double.nan, unit: unit)
        default: throw corrupted("val", "found '\(name)', expected a number, INF, -INF or NaN")
        }
    }

    private func dateTime() throws -> DateTime {
        let zone = try HaystackTimeZone.named(try container.decodeIfPresent(String.self, forKey: HaysonKey("tz")) ?? "GMT")
        let instant = try parse("val", "a date-time like 2026-03-13T08:12:05-04:00") { CalendarText.instant($0) }
        return DateTime(ticks: instant.ticks, zone: zone, offsetSeconds: instant.offsetSeconds)
    }

    private func text(_ name: String) throws -> String {
        try container.decode(String.self, forKey: HaysonKey(name))
    }

    private func double(_ name: String) throws -> Double {
        try container.decode(Double.self, forKey: HaysonKey(name))
    }

    private func parse<Result>(_ name: String, _ expected: String, _ parse: (String) -> Result?) throws -> Result {
        let found = try text(name)
        guard let result = parse(found) else { throw corrupted(name, "found '\(found)', expected \(expected)") }
        return result
    }

    private func corrupted(_ name: String, _ message: String) -> DecodingError {
        .dataCorruptedError(forKey: HaysonKey(name), in: container, debugDescription: message)
    }

    private static func bytes(_ text: String) -> [UInt8]? {
        let digits = text.utf8.map { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for position in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digits[position], let low = digits[position + 1] else { return nil }
            bytes.append(UInt8(high << 4 | low))
        }
        return bytes
    }
}

// MARK: - The kinds that are coded on their own

extension Dict: Codable {
    /// Reads an object's members as tags.
    public init(from decoder: any Decoder) throws {
        let reader = HaysonReader(container: try decoder.container(keyedBy: HaysonKey.self))
        try reader.expectKind("dict")
        self = try reader.dict()
    }

    /// Writes the tags as an object's members.
    public func encode(to encoder: any Encoder) throws {
        guard !has("_kind") else {
            let reason = "a tag named _kind would read back as another kind; rename it"
            throw EncodingError.invalidValue(self, EncodingError.Context(codingPath: encoder.codingPath, debugDescription: reason))
        }
        var container = encoder.container(keyedBy: HaysonKey.self)
        for (name, value) in self { try container.encode(value, forKey: HaysonKey(name)) }
    }
}

extension Grid: Codable {
    /// Reads a Hayson grid.
    public init(from decoder: any Decoder) throws {
        let reader = HaysonReader(container: try decoder.container(keyedBy: HaysonKey.self))
        try reader.expectKind("grid")
        self = try reader.grid()
    }

    /// Writes a Hayson grid: `meta` with `ver`, `cols` with `name` and `meta`, `rows` without the null cells.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: HaysonKey.self)
        try container.encode("grid", forKey: HaysonKey("_kind"))
        var meta: Dict = ["ver": "3.0"]
        meta.merge(self.meta)
        try container.encode(meta, forKey: HaysonKey("meta"))
        let columns = self.columns.map { column -> Dict in
            ["name": .str(column.name), "meta": column.meta.isEmpty ? .null : .dict(column.meta)]
        }
        try container.encode(columns, forKey: HaysonKey("cols"))
        try container.encode(rows.map(\.dict), forKey: HaysonKey("rows"))
    }
}
