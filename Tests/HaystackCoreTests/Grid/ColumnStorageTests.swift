import Testing

@testable import HaystackCore

@Suite struct ColumnStorageTests {
    static let newYork = try! HaystackTimeZone.named("New_York")

    static func at(_ ticks: Int64, _ zone: HaystackTimeZone = newYork) -> Value { .dateTime(DateTime(ticks: ticks, zone: zone)) }

    static func form(_ storage: ColumnStorage) -> String {
        switch storage {
        case .flags: "flags"
        case .numbers: "numbers"
        case .dateTimes: "dateTimes"
        case .strs: "strs"
        case .refs: "refs"
        case .values: "values"
        }
    }

    /// Cells and the form that keeps them all.
    static let cases: [([Value], String)] = [
        ([], "flags"), ([nil], "flags"), ([.na, .null, .marker, .remove, true, false], "flags"),
        ([1, 2.5], "numbers"), ([.null, .na, 1], "numbers"), ([.number(1, unit: "kW"), .null, .number(.nan, unit: "kW"), .na], "numbers"),
        ([.number(.nan), .number(Gap.nullDouble), .number(Gap.naDouble), .null, .na], "numbers"),
        ([.number(.infinity), .number(-.infinity)], "numbers"),
        ([1, .number(1, unit: "kW")], "values"), ([.number(1, unit: "kW"), 1], "values"), ([1, .marker], "values"), ([true, 1], "values"),
        ([.marker, .null, 1], "values"),
        ([.null, at(0), .na, at(-1)], "dateTimes"), ([at(.max), at(Int64.min + 2)], "dateTimes"), ([at(0), at(0, .utc)], "values"),
        ([at(0), 1], "values"),
        ([at(.min)], "values"), ([at(0), at(.min), .null], "values"), ([at(.min + 1), .na], "values"),
        ([at(0), .dateTime(DateTime(ticks: 1, zone: newYork, offsetSeconds: 0))], "values"),
        ([.dateTime(DateTime(ticks: 1, zone: newYork, offsetSeconds: 0))], "values"),
        ([.null, "a", .na, "a", ""], "strs"), (["a", .uri("a")], "values"), (["a", 1], "values"), ([.null, "a", true], "values"),
        ([.na, .ref("a", dis: "A"), .ref("a"), .null, .ref("a", dis: "B")], "refs"), ([.ref("a"), "a"], "values"),
        (["a", .ref("a")], "values"),
        ([.uri("a"), .symbol("b"), .buf([1]), [1], ["a": 1], nil, .na], "values"), ([nil, nil, .grid([])], "values"),
        ([1, .matrix(MatrixGrid(rows: 1, columns: 1))], "values"),
        (
            [
                .number(1), .date(try! HaystackDate(2026, 1, 1)), .time(try! HaystackTime(1, 2)),
                .coord(try! Coord(latitude: 1, longitude: 2)), .xstr(try! XStr(type: "A", "b")),
            ], "values"
        ),
    ]

    @Test(arguments: cases)
    func `a builder keeps the cells in the narrowest form`(cells: [Value], expected: String) {
        var builder = ColumnBuilder()
        for cell in cells { builder.append(cell) }
        #expect(builder.count == cells.count)
        let storage = builder.finish()
        #expect(ColumnStorageTests.form(storage) == expected)
        ColumnStorageTests.expect(storage, holds: cells)
        #expect(builder.count == 0)
    }

    @Test(arguments: cases)
    func `cells appended one by one come to the same form`(cells: [Value], expected: String) {
        var storage = ColumnStorage.flags([])
        for cell in cells { storage.append(cell) }
        #expect(ColumnStorageTests.form(storage) == expected)
        ColumnStorageTests.expect(storage, holds: cells)
    }

    @Test(arguments: cases)
    func `rows are selected in any form`(cells: [Value], form: String) {
        let positions = Array(cells.indices.reversed()) + cells.indices
        ColumnStorageTests.expect(Column("v", cells).storage.select(positions), holds: positions.map { cells[$0] })
    }

    @Test(arguments: cases)
    func `a builder that has finished begins anew`(cells: [Value], form: String) {
        var builder = ColumnBuilder()
        for cell in cells { builder.append(cell) }
        _ = builder.finish()
        builder.append("a")
        builder.append(.null)
        ColumnStorageTests.expect(builder.finish(), holds: ["a", nil])
    }

    /// Equality of values leaves out what is kept beside it: the display name of a Ref, an offset that a text gave.
    static func expect(_ storage: ColumnStorage, holds cells: [Value], location: SourceLocation = #_sourceLocation) {
        let found = (0..<storage.count).map { storage[$0] }
        #expect(found == cells, sourceLocation: location)
        #expect(found.map(\.ref?.dis) == cells.map(\.ref?.dis), sourceLocation: location)
        #expect(found.map(\.dateTime?.offsetSeconds) == cells.map(\.dateTime?.offsetSeconds), sourceLocation: location)
    }

    @Test func `gaps read as NaN among the doubles, and a NaN stays a Number`() {
        let column = Column("v", [1, nil, .na, .number(.nan)])
        #expect(column.doubles?.map(\.isNaN) == [false, true, true, true])
        #expect(Array(column) == [1, nil, .na, .number(.nan)])
    }

    @Test(arguments: [Gap.nullDouble, Gap.naDouble, -Double.nan, Double(nan: 1, signaling: true)])
    func `a NaN of any pattern among the doubles is a Number`(nan: Double) {
        #expect(Array(Column("v", doubles: [1, nan], unit: "kW")) == [.number(1, unit: "kW"), .number(.nan, unit: "kW")])
    }

    @Test func `the zone and the ticks of date-times are the column's`() {
        let column = Column("ts", [ColumnStorageTests.at(5), nil, .na])
        #expect(column.zone == ColumnStorageTests.newYork)
        #expect(column.ticks == [5, nil, nil])
        #expect(column.doubles == nil)
    }

    @Test func `many distinct strings are kept, those after repeats are given up too`() {
        let cells = (0..<10_000).map { Value.str("text \($0 < 9000 ? $0 : $0 % 7)") }
        ColumnStorageTests.expect(Column("v", cells).storage, holds: cells)
    }

    @Test func `refs whose ids and names run into each other stay apart`() {
        let refs = [Ref("a\0b"), Ref("a", dis: "b\0\0"), Ref("a", dis: "b\0\0"), Ref("1@a"), Ref("a b"), Ref("a", dis: "b")]
        let column = Column("r", refs.map { .ref($0) })
        #expect(column.map { $0.ref?.id } == refs.map(\.id))
        #expect(column.map { $0.ref?.dis } == refs.map(\.dis))
    }
}
