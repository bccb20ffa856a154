import HaystackCore
import HaystackZinc
import Testing

@Suite struct BrioRoundTripTests {
    @Test(arguments: 0..<20) func `random values come back the same, and are written the same again`(seed: Int) throws {
        var random = RandomValues(seed: UInt64(seed))
        for turn in 0..<100 {
            let options = [Brio.Options.haxall, .hxpy, BrioSamples.withConstants][turn % 3]
            let value = random.value(depth: 4)
            let bytes = try Brio.encode(value, options: options)
            let read = try Brio.decode(bytes, options: options)
            #expect(read == value)
            #expect(try Brio.encode(read, options: options) == bytes)
        }
    }

    @Test func `random values are refused when cut anywhere`() throws {
        var random = RandomValues(seed: 99)
        for _ in 0..<60 {
            let bytes = try Brio.encode(random.value(depth: 2))
            for count in 0..<min(bytes.count, 400) {
                #expect(throws: HaystackError(.unexpectedEnd, "")) { try Brio.decode(Array(bytes[..<count])) }
            }
        }
    }
}

@Suite struct BrioColumnTests {
    private func read(_ columns: [Column]) throws -> Grid {
        try Grid(brio: try Grid(columns: columns).brio())
    }

    @Test func `numbers of one unit are read into an array of doubles`() throws {
        let grid = try read([Column("kW", [.null, .number(1.5, unit: "°F"), .na, .number(70_000, unit: "°F"), .number(.nan, unit: "°F")])])
        let column = try #require(grid["kW"])
        let doubles = try #require(column.doubles)
        #expect(column.unit == "°F")
        #expect(doubles.map(\.isNaN) == [true, false, true, false, true])
        #expect(Array(column) == [.null, .number(1.5, unit: "°F"), .na, .number(70_000, unit: "°F"), .number(.nan, unit: "°F")])
    }

    @Test func `date-times of one zone are read into an array of ticks`() throws {
        let zone = try HaystackTimeZone.named("New_York")
        let cells = [Value.dateTime(DateTime(ticks: 0, zone: zone)), .null, .dateTime(DateTime(ticks: 1, zone: zone))]
        let column = try #require(try read([Column("ts", cells)])["ts"])
        #expect(column.ticks == [0, nil, 1])
        #expect(column.zone?.name == "New_York")
    }

    @Test func `strings and refs are read into tables`() throws {
        let cells: [Value] = ["a", "𝄞", "a", .null, "𝄞", .na]
        let refs: [Value] = [.ref("a"), .ref("a", dis: "A"), .ref("a"), .null, .ref("1deb31b8-7508b187"), .na]
        let grid = try read([Column("s", cells), Column("r", refs)])
        #expect(grid["s"]?.storageForm == "strs of 2")
        #expect(grid["r"]?.storageForm == "refs of 3")
        #expect(grid["s"].map(Array.init) == cells)
        #expect(grid["r"].map(Array.init) == refs)
        #expect(grid["r"]?[1].ref?.dis == "A")
    }

    @Test func `flags are read into bytes`() throws {
        let cells: [Value] = [true, false, .null, .na, .marker, .remove]
        let grid = try read([Column("on", cells)])
        #expect(grid["on"]?.storageForm == "flags")
        #expect(grid["on"].map(Array.init) == cells)
    }

    @Test(
        arguments: [
            [1, .number(1, unit: "m"), 1, "a", .number(2, unit: "m")],
            [1, "a", 1, .marker, 1],
            [.marker, 1, 1],
            ["a", 1, "a", .ref("a")],
            [.dateTime(DateTime(ticks: 0, zone: .utc)), 1, .dateTime(DateTime(ticks: 0, zone: .utc))],
            [
                .dateTime(DateTime(ticks: 0, zone: .utc)), .dateTime(DateTime(ticks: 0, zone: BrioSamples.newYork)),
                .dateTime(DateTime(ticks: 5, zone: .utc)),
            ],
            [.dateTime(DateTime(ticks: .min, zone: .utc)), .dateTime(DateTime(ticks: .min + 1, zone: .utc)), .null],
            [[], ["a": 1], .grid([["x": 1]]), .buf([1])],
            [.number(1, unit: "m"), .number(2, unit: "ft"), .number(3, unit: "m"), 4],
        ] as [[Value]]
    ) func `mixed columns keep every cell`(cells: [Value]) throws {
        let column = try #require(try read([Column("x", cells), Column("y", cells.reversed())])["x"])
        #expect(Array(column) == cells)
    }
}

extension Column {
    /// The form in which the cells are kept, for tests of decoders.
    fileprivate var storageForm: String {
        switch storage {
        case .flags: "flags"
        case .numbers: "numbers"
        case .dateTimes: "dateTimes"
        case .strs(_, let table): "strs of \(table.count)"
        case .refs(_, let table): "refs of \(table.count)"
        case .values: "values"
        }
    }
}
