import Testing

@testable import HaystackCore

@Suite struct EqualityTests {
    static let newYork = try! HaystackTimeZone.named("New_York")
    static let names = (0..<20).map { "tag\($0)" }

    /// Two spellings of one value each.
    static let equals: [(Value, Value)] = [
        (.number(.nan), .number(-.nan)), (.number(.nan), .number(Double(nan: 7, signaling: false))),
        (.number(.nan), .number(Gap.nullDouble)),
        (.number(0), .number(-0.0)), (.number(1, unit: ""), .number(1)), (.number(0, unit: "kW"), .number(-0.0, unit: "kW")),
        (.ref("a", dis: "A"), .ref("a")), (.ref("a", dis: "A"), .ref("a", dis: "B")),
        (["a": 1, "b": .marker], ["b": .marker, "a": 1]), (["a": 1, "b": nil], ["a": 1]),
        (.dict(Dict(names.map { ($0, .marker) })), .dict(Dict(names.reversed().map { ($0, .marker) }))),
        (.dateTime(DateTime(ticks: 0, zone: newYork)), .dateTime(DateTime(ticks: 0, zone: newYork, offsetSeconds: 3600))),
        (.coord(try! Coord(latitude: 0, longitude: -0.0)), .coord(try! Coord(latitude: -0.0, longitude: 0))),
        ([.number(.nan), .ref("a")], [.number(-.nan), .ref("a", dis: "x")]),
        (.matrix(try! MatrixGrid(rows: 1, columns: 2, [.nan, 0])), .matrix(try! MatrixGrid(rows: 1, columns: 2, [-.nan, -0.0]))),
        (.grid(Grid(meta: ["a": 1, "b": 2])), .grid(Grid(meta: ["b": 2, "a": 1]))),
        (.grid(column(typed)), .grid(column(widened(typed)))), (.grid(column(refs)), .grid(column(widened(refs)))),
        (.grid(column(dateTimes)), .grid(column(widened(dateTimes)))), (.grid(column(flags)), .grid(column(widened(flags)))),
        (.grid(column(strs)), .grid(column(widened(strs)))), (.grid(column(strs)), .grid(column(repeated(strs)))),
    ]

    static let typed: [Value] = [.number(1, unit: "kW"), .null, .na, .number(-0.0, unit: "kW"), .number(.nan, unit: "kW")]
    static let refs: [Value] = [.ref("a", dis: "A"), .null, .ref("a"), .na]
    static let strs: [Value] = ["a", "a", .null, "", .na, "b"]
    static let flags: [Value] = [true, .null, .marker, .na, false, .remove]
    static let dateTimes: [Value] = [
        .dateTime(DateTime(ticks: 0, zone: newYork)), .null, .na, .dateTime(DateTime(ticks: .max, zone: newYork)),
    ]

    static func column(_ cells: [Value]) -> Grid { column(Column("v", cells).storage) }
    static func column(_ storage: ColumnStorage) -> Grid {
        try! Grid(meta: [:], columns: [Column("v", meta: [:], storage: storage)], rowCount: storage.count)
    }
    static func widened(_ cells: [Value]) -> ColumnStorage { .values(cells) }
    /// A table with an entry of its own for each cell, as rows that are appended one by one make it.
    static func repeated(_ cells: [Value]) -> ColumnStorage {
        var storage = ColumnStorage.flags([])
        for cell in cells { storage.append(cell) }
        return storage
    }

    @Test(arguments: equals)
    func `equal values hash equally`(left: Value, right: Value) {
        #expect(left == right)
        #expect(right == left)
        #expect(left.hashValue == right.hashValue)
        #expect(Set([left, right]).count == 1)
    }

    /// Values of which no two are equal.
    static let distinct: [Value] = [
        .null, .marker, .na, .remove, true, false, 0, 1, .number(.nan), .number(.infinity), .number(1, unit: "kW"), .number(1, unit: "W"),
        "", "a", "1", .uri("a"),
        .ref("a"), .symbol("a"), .date(try! HaystackDate(2026, 1, 1)), .time(try! HaystackTime(0, 0)),
        .dateTime(DateTime(ticks: 0, zone: .utc)),
        .dateTime(DateTime(ticks: 0, zone: newYork)), .dateTime(DateTime(ticks: 1, zone: .utc)),
        .coord(try! Coord(latitude: 1, longitude: 1)),
        .xstr(try! XStr(type: "A", "a")), .xstr(try! XStr(type: "A", "b")), .buf([]), .buf([1]), [], [nil], [1], [1, 2], [2, 1], [[:]],
        .dict([:]), ["a": 1],
        ["a": 2], ["b": 1], ["a": .number(.nan)], .grid(Grid()), .grid(Grid(meta: ["a": 1])), .grid([["a": 1]]),
        .grid([["a": 1], ["a": 1]]), .grid([["b": 1]]),
        .grid([["a": 1, "b": 1]]), .grid([["b": 1, "a": 1]]), .grid([["a": .number(1, unit: "kW")]]), .grid(column([.null])),
        .grid(column([.na])),
        .grid(column([.number(.nan)])), .grid(column([.number(.nan, unit: "kW")])), .matrix(MatrixGrid(rows: 0, columns: 0)),
        .matrix(MatrixGrid(rows: 0, columns: 1)),
        .matrix(MatrixGrid(rows: 1, columns: 2)), .matrix(MatrixGrid(rows: 2, columns: 1)),
        .matrix(MatrixGrid(rows: 1, columns: 2, meta: ["a": 1])),
    ]

    @Test func `different values are different`() {
        for (left, value) in EqualityTests.distinct.enumerated() {
            for (right, other) in EqualityTests.distinct.enumerated() {
                #expect((value == other) == (left == right), "\(value.debugText) and \(other.debugText)")
            }
        }
        #expect(Set(EqualityTests.distinct).count == EqualityTests.distinct.count)
    }

    @Test(arguments: distinct)
    func `the payload is there for its own kind only`(value: Value) {
        let found: [String] = [
            value.bool.map { _ in "Bool" }, value.number.map { _ in "Number" }, value.string.map { _ in "Str" },
            value.uri.map { _ in "Uri" },
            value.ref.map { _ in "Ref" }, value.symbol.map { _ in "Symbol" }, value.date.map { _ in "Date" },
            value.time.map { _ in "Time" },
            value.dateTime.map { _ in "DateTime" }, value.coord.map { _ in "Coord" }, value.xstr.map { _ in "XStr" },
            value.bytes.map { _ in "Buf" },
            value.list.map { _ in "List" }, value.dict.map { _ in "Dict" }, value.grid.map { _ in "Grid" },
            value.matrix.map { _ in "MatrixGrid" },
        ].compactMap(\.self)
        let plain = ["null", "Marker", "NA", "Remove"].contains(value.kind)
        #expect(found == (plain ? [] : [value.kind]))
        #expect(value.isNull == (value.kind == "null"))
    }

    @Test(arguments: [(["a": 1], "a", 1), (["a": 1], "b", .null), ([1], "a", .null), (.null, "a", .null)] as [(Value, String, Value)])
    func `a tag of what is no Dict is null`(value: Value, name: String, expected: Value) {
        #expect(value[name] == expected)
    }

    @Test(
        arguments: [([1, 2], 1, 2), ([1], 1, .null), ([1], -1, .null), ([1], .max, .null), (["a": 1], 0, .null)] as [(Value, Int, Value)]
    )
    func `an item outside of a List is null`(value: Value, position: Int, expected: Value) {
        #expect(value[position] == expected)
    }
}
