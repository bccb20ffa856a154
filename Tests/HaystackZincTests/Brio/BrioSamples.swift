import HaystackCore
import Testing

@testable import HaystackZinc

/// A value and its Brio form.
struct BrioSample: Sendable, CustomTestStringConvertible {
    let value: Value
    let hexText: String
    let options: Brio.Options

    init(_ value: Value, _ hexText: String, _ options: Brio.Options = Brio.Options()) {
        self.value = value
        self.hexText = hexText
        self.options = options
    }

    var bytes: [UInt8] { hex(hexText) }
    var testDescription: String { "\(value.kind) \(hexText.prefix(60))" }
}

enum BrioSamples {
    /// Values that are written and read as the same bytes.
    static let both: [BrioSample] = numbers + texts + instants + others + collections + scalarCounted + constantCoded

    static let newYork = zone("New_York")

    static func zone(_ name: String) -> HaystackTimeZone { (try? HaystackTimeZone.named(name)) ?? .utc }

    private static let numbers: [BrioSample] = [
        BrioSample(12, "06000cff00"),
        BrioSample(0, "060000ff00"),
        BrioSample(.number(-0.0), "088000000000000000ff00"),
        BrioSample(-1, "06ffffff00"),
        BrioSample(32_767, "067fffff00"),
        BrioSample(-32_767, "068001ff00"),
        BrioSample(32_768, "0700008000ff00"),
        BrioSample(-32_768, "07ffff8000ff00"),
        BrioSample(2_147_483_647, "077fffffffff00"),
        BrioSample(-2_147_483_648, "0780000000ff00"),
        BrioSample(2_147_483_648, "0841e0000000000000ff00"),
        BrioSample(-2_147_483_649, "08c1e0000000200000ff00"),
        BrioSample(123_456_789, "07075bcd15ff00"),
        BrioSample(.number(123_456_789, unit: "°F"), "07075bcd15ff02c2b046"),
        BrioSample(.number(123_456.789, unit: "°F"), "0840fe240c9fbe76c9ff02c2b046"),
        BrioSample(.number(.infinity), "087ff0000000000000ff00"),
        BrioSample(.number(.nan), "087ff8000000000000ff00"),
    ]

    private static let texts: [BrioSample] = [
        BrioSample("", "09ff00"),
        BrioSample("λ\u{1f79}γος", "09ff05cebbe1bdb9ceb3cebfcf82"),
        BrioSample("a𝄞b", "09ff0461eda0b4edb49e62"),
        BrioSample("🔥é漢", "09ff04eda0bdedb4a5c3a9e6bca2"),
        BrioSample(.str("\u{ffff}\u{10000}\u{10ffff}"), "09ff05efbfbfeda080edb080edafbfedbfbf"),
        BrioSample(.str(String(repeating: "x", count: 200)), "09ff80c8" + String(repeating: "78", count: 200)),
        BrioSample(.uri("http://x/"), "0cff09687474703a2f2f782f"),
        BrioSample(.symbol("site"), "19ff0473697465"),
    ]

    private static let instants: [BrioSample] = [
        BrioSample(date(2015, 11, 30), "0d07df0b1e"),
        BrioSample(date(0, 1, 1), "0d00000101"),
        BrioSample(date(9999, 12, 31), "0d270f0c1f"),
        BrioSample(time(43_199_999), "0e02932dff"),
        BrioSample(time(0), "0e00000000"),
        BrioSample(.dateTime(DateTime(ticks: 502_218_153_378_000_000, zone: newYork)), "1006f83cbfe7d92c80ff084e65775f596f726b"),
        BrioSample(.dateTime(DateTime(ticks: 502_218_237_000_000_000, zone: newYork)), "0f1def3dfdff084e65775f596f726b"),
        BrioSample(.dateTime(DateTime(ticks: -1_564_253_880_000_000_000, zone: newYork)), "0fa2c36148ff084e65775f596f726b"),
        BrioSample(.dateTime(DateTime(ticks: 2_147_483_647_000_000_000, zone: .utc)), "0f7fffffffff03555443"),
        BrioSample(.dateTime(DateTime(ticks: 2_147_483_648_000_000_000, zone: .utc)), "101dcd650000000000ff03555443"),
        BrioSample(.dateTime(DateTime(ticks: .min, zone: .utc)), "108000000000000000ff03555443"),
    ]

    private static let others: [BrioSample] = [
        BrioSample(.null, "00"),
        BrioSample(.marker, "01"),
        BrioSample(.na, "02"),
        BrioSample(.remove, "03"),
        BrioSample(false, "04"),
        BrioSample(true, "05"),
        BrioSample(.ref("foo", dis: "Foo"), "0aff03666f6f03466f6f"),
        BrioSample(.ref("foo"), "0aff03666f6f00"),
        BrioSample(.ref("1deb31b8-7508b187"), "0b1deb31b87508b18700"),
        BrioSample(.ref("9deb31b8-7508b187", dis: "𝄞"), "0b9deb31b87508b18702eda0b4edb49e"),
        BrioSample(.ref("1DEB31B8-7508b187"), "0aff1131444542333142382d373530386231383700"),
        BrioSample(coord(84, -123), "110a5f07800365c040"),
        BrioSample(coord(-90, 180), "110000000015752a00"),
        BrioSample(xstr("Span", "today"), "12ff045370616eff05746f646179"),
        BrioSample(.buf(Array("foo!".utf8)), "1304666f6f21"),
        BrioSample(.buf([]), "1300"),
    ]

    private static let collections: [BrioSample] = [
        BrioSample(.dict([:]), "14"),
        BrioSample(["a": 1, "b": "B"], "157b02ff0161060001ff00ff016209ff01427d"),
        BrioSample([], "16"),
        BrioSample([1, 2], "175b02060001ff00060002ff005d"),
        BrioSample([[], .null, [[true]]], "175b031600175b01175b01055d5d5d"),
        BrioSample(.grid(Grid()), "183c0000143e"),
        BrioSample(
            .grid([["v0": 1, "v1": 2, "v2": 3], ["v0": 4, "v1": 5, "v2": 6]]),
            "183c030214ff02763014ff02763114ff02763214060001ff00060002ff00060003ff00060004ff00060005ff00060006ff003e"
        ),
        BrioSample(.grid(mixedGrid), mixedGridHex),
    ]

    /// Gaps, two units in a column, strings that repeat, and meta.
    static let mixedGrid = Grid(
        meta: ["dis": "M"],
        rows: [
            ["n": 1, "u": .number(1, unit: "m"), "s": "x"],
            ["n": .na, "u": .number(2, unit: "ft"), "s": "y"],
            ["u": .marker, "s": "x"],
        ]
    )

    private static let mixedGridHex = """
        183c0303157b01ff0364697309ff014d7dff016e14ff017514ff017314
        060001ff00 060001ff016d 09ff0178
        02 060002ff026674 09ff0179
        00 01 09ff0178
        3e
        """

    /// Counted in Unicode scalars.
    private static let scalarCounted: [BrioSample] = [
        BrioSample("a𝄞b", "09ff0361f09d849e62", .hxpy),
        BrioSample("🔥é漢", "09ff03f09f94a5c3a9e6bca2", .hxpy),
        BrioSample("λ\u{1f79}γος", "09ff05cebbe1bdb9ceb3cebfcf82", .hxpy),
        BrioSample(.number(1, unit: "𝄞"), "060001ff01f09d849e", .hxpy),
    ]

    static let constantsText = """
        brio-consts:7
        // codes as in a table of a peer
        0 
        1 site
        2 °F
        200 New_York
        945 last to write
        946 read only
        """

    static let withConstants = Brio.Options(constants: try? Brio.Constants(text: Array(constantsText.utf8)))

    private static let constantCoded: [BrioSample] = [
        BrioSample("", "0900", withConstants),
        BrioSample("site", "0901", withConstants),
        BrioSample("other", "09ff056f74686572", withConstants),
        BrioSample(5, "06000500", withConstants),
        BrioSample(.number(5, unit: "°F"), "06000502", withConstants),
        BrioSample("last to write", "0983b1", withConstants),
        BrioSample(.str("read only"), "09ff0972656164206f6e6c79", withConstants),
        BrioSample(.dateTime(DateTime(ticks: 0, zone: newYork)), "0f0000000080c8", withConstants),
        BrioSample(["site": .marker], "157b0101017d", withConstants),
        BrioSample(.grid([["site": "site", "x": .number(1, unit: "°F")]]), "183c0201140114ff01781409010600010 23e", withConstants),
    ]

    /// Bytes that are read, but written otherwise.
    static let readOnly: [BrioSample] = [
        BrioSample(-32_768, "068000ff00"),
        BrioSample(1, "0700000001ff00"),
        BrioSample(1, "083ff0000000000000ff00"),
        BrioSample(1, "06000100"),
        BrioSample("", "0900"),
        BrioSample("a𝄞b", "09ff0461f09d849e62"),
        BrioSample("a", "09ff800161"),
        BrioSample("a", "09ffc000000161"),
        BrioSample("a", "09ffe0000000000000000161"),
        BrioSample(.dateTime(DateTime(ticks: 1_000_000_000, zone: .utc)), "2041cdcd6500000000ff03555443"),
        BrioSample(.dateTime(DateTime(ticks: 1_000_000_000, zone: .utc)), "10000000003b9aca00ff03555443"),
        BrioSample(.ref("foo"), "0a ff03666f6f 00"),
        BrioSample(.dict([:]), "157b007d"),
        BrioSample([], "175b005d"),
        BrioSample(["a": 1], "157b02ff0161060001ff00ff0162007d"),
        BrioSample(["a": 2], "157b03ff0161060001ff00ff0161060002ff00ff0161007d"),
        BrioSample("read only", "0983b2", withConstants),
        BrioSample(.ref("site"), "0a0100", withConstants),
    ]

    private static func date(_ year: Int, _ month: Int, _ day: Int) -> Value {
        (try? HaystackDate(year, month, day)).map(Value.date) ?? .null
    }

    private static func time(_ milliseconds: Int64) -> Value {
        .time(HaystackTime(checkedNanoseconds: milliseconds * 1_000_000))
    }

    private static func coord(_ latitude: Double, _ longitude: Double) -> Value {
        (try? Coord(latitude: latitude, longitude: longitude)).map(Value.coord) ?? .null
    }

    private static func xstr(_ type: String, _ text: String) -> Value {
        (try? XStr(type: type, text)).map(Value.xstr) ?? .null
    }
}
