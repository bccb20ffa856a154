import HaystackCore

/// Makes values of all kinds from a seed: the same seed gives the same values on every machine.
///
/// Everything made can be carried by Brio without loss: times of whole milliseconds, places in millionths of a degree, no given offsets.
struct RandomValues {
    private var generator: SeededGenerator
    private let zones: [HaystackTimeZone]
    /// Whether values that Zinc has no text for are made: Buf.
    var makesBufs = true

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
        zones = ["UTC", "New_York", "Kolkata", "Sydney", "London"].compactMap { try? HaystackTimeZone.named($0) }
    }

    mutating func next() -> UInt64 { generator.next() }

    /// A number from 0 up to a bound.
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    mutating func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }

    // MARK: - Values

    /// Any value; lists, dicts and grids are nested at most `depth` levels.
    mutating func value(depth: Int = 3) -> Value {
        guard depth > 0, below(4) == 0 else { return scalar() }
        switch below(3) {
        case 0: return .list((0..<below(5)).map { _ in value(depth: depth - 1) })
        case 1: return .dict(dict(depth: depth - 1))
        default: return .grid(grid(depth: depth - 1))
        }
    }

    mutating func scalar() -> Value {
        switch below(makesBufs ? 15 : 14) {
        case 0: .null
        case 1: .marker
        case 2: .na
        case 3: .remove
        case 4: .bool(below(2) == 0)
        case 5: .number(number())
        case 6: .str(text())
        case 7: .uri(text())
        case 8: .ref(ref())
        case 9: .symbol(pick(["site", "hot-water", "lib:phIoT"]))
        case 10: .date(date())
        case 11: .time(HaystackTime(checkedNanoseconds: Int64(below(86_400_000)) * 1_000_000))
        case 12: .dateTime(dateTime())
        case 13: coordOrXStr()
        default: .buf((0..<below(40)).map { _ in UInt8(truncatingIfNeeded: next()) })
        }
    }

    mutating func dict(depth: Int = 1) -> Dict {
        var dict = Dict()
        for _ in 0..<below(6) { dict[name()] = value(depth: depth) }
        return dict
    }

    /// A grid whose columns are of one kind, of one kind with gaps, or mixed.
    mutating func grid(depth: Int = 1) -> Grid {
        let rowCount = below(12)
        var builder = GridBuilder(meta: dict(depth: depth))
        var cells: [[Value]] = []
        for position in 0..<below(6) {
            builder.addColumn("\(name())\(position)", meta: dict(depth: 0))
            cells.append(column(rowCount, depth: depth))
        }
        if !cells.isEmpty {
            for row in 0..<rowCount { try? builder.addRow(cells.map { $0[row] }) }
        }
        return builder.build()
    }

    private mutating func column(_ count: Int, depth: Int) -> [Value] {
        let style = below(8)
        let unit = pick(units)
        let zone = pick(zones)
        return (0..<count).map { _ in
            if style.isMultiple(of: 2), below(5) == 0 { return pick([.null, .na]) }
            switch style {
            case 0, 1: return .number(Number(double(), unit: unit))
            case 2: return .dateTime(DateTime(ticks: ticks(), zone: zone))
            case 3: return .str(pick(["ok", "fault", "λόγος", "🔥", ""]))
            case 4: return .ref(ref())
            case 5: return pick([.bool(true), .bool(false), .marker, .null, .na, .remove])
            case 6: return .str(text())
            default: return value(depth: depth)
            }
        }
    }

    // MARK: - Kinds

    mutating func number() -> Number { Number(double(), unit: pick(units)) }

    private let units = [nil, nil, "kW", "°F", "%", "kWh/ft²", "_custom"]

    mutating func double() -> Double {
        switch below(8) {
        case 0: Double(below(65_536) - 32_768)
        case 1: Double(Int32(truncatingIfNeeded: next()))
        case 2: Double(below(1_000_000) - 500_000) / 100
        case 3: Double(bitPattern: next())
        case 4:
            pick([0, -0.0, 1, -1, 32_767, 32_768, -32_767, -32_768, -32_769, 2_147_483_647, 2_147_483_648, -2_147_483_648, -2_147_483_649])
        case 5: pick([.infinity, -.infinity, .nan, .greatestFiniteMagnitude, .leastNonzeroMagnitude, .pi, Gap.nullDouble, Gap.naDouble])
        default: Double(below(1000))
        }
    }

    /// Text of up to about 40 characters from one of several scripts, or of odd characters.
    mutating func text() -> String {
        let alphabets: [[Character]] = [
            Array("abc xyz"), Array("λόγος°²"), Array("漢字かな"), Array("a𝄞🔥👩‍👩‍👧é\u{301}"),
            [
                "\0", "\n", "\"", "\\", "$", "\u{7f}", "\u{80}", "\u{7ff}", "\u{800}", "\u{d7ff}", "\u{e000}", "\u{ffff}", "\u{10000}",
                "\u{10ffff}",
            ],
        ]
        let alphabet = pick(alphabets)
        return String((0..<below(40)).map { _ in pick(alphabet) })
    }

    mutating func name() -> String {
        pick(["a", "dis", "siteRef", "kW", "v0", "navName", "point", "tz", "x\(below(30))"])
    }

    mutating func ref() -> Ref {
        let dis = below(3) == 0 ? pick(["Main Meter", "Größe", "🔥 alarm"]) : nil
        switch below(4) {
        case 0: return Ref("p:demo:r:\(below(50))", dis: dis)
        case 1:
            return Ref(
                pick(["1deb31b8-7508b187", "9deb31b8-ffffffff", "00000000-00000000", "1DEB31B8-7508b187", "1deb31b8x7508b187"]),
                dis: dis
            )
        default: return Ref("ahu\(below(5))", dis: dis)
        }
    }

    mutating func date() -> HaystackDate {
        HaystackDate(checkedDaysSince1970: below(3_652_425) - 719_528)
    }

    mutating func dateTime() -> DateTime { DateTime(ticks: ticks(), zone: pick(zones)) }

    mutating func ticks() -> Int64 {
        switch below(4) {
        case 0: Int64(bitPattern: next())
        case 1: pick([0, -1, 1, .max, .min, .min + 1, 2_147_483_647_000_000_000, -2_147_483_648_000_000_000, 2_147_483_648_000_000_000])
        default: Int64(below(1_000_000_000)) * 1_000_000_000
        }
    }

    private mutating func coordOrXStr() -> Value {
        if below(2) == 0, let xstr = try? XStr(type: pick(["Span", "Color_1"]), text()) { return .xstr(xstr) }
        let latitude = Double(below(180_000_001) - 90_000_000) / 1_000_000
        let longitude = Double(below(360_000_001) - 180_000_000) / 1_000_000
        guard let coord = try? Coord(latitude: latitude, longitude: longitude) else { return .null }
        return .coord(coord)
    }
}
