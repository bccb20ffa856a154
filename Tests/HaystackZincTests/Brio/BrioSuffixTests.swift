import HaystackCore
import Testing

@testable import HaystackZinc

/// A column knows its unit or zone by a few bytes, and takes numbers without looking at them further: what it gives must be what reading cell
/// by cell gives, however the unit is written, wherever it stands, and whatever came before.
@Suite struct BrioSuffixTests {
    private static let head = hex("18 3c 01")
    private static let end = hex("3e")

    /// A grid of one column `v` of these cells.
    private static func bytes(_ cells: [[UInt8]]) -> [UInt8] {
        head + [UInt8(cells.count)] + hex("14 ff0176 14") + cells.joined() + end
    }

    private static func column(_ cells: [[UInt8]], _ options: Brio.Options = Brio.Options()) throws -> Column {
        let grid = try #require(try Brio.decode(bytes(cells), options: options).grid)
        return try #require(grid.columns.first)
    }

    private static func double(_ bits: UInt64, _ unit: [UInt8] = hex("ff00")) -> [UInt8] {
        [8] + (0..<8).map { UInt8(truncatingIfNeeded: bits >> UInt64(56 - $0 * 8)) } + unit
    }

    private static func text(_ text: String) -> [UInt8] { [0xff, UInt8(text.unicodeScalars.count)] + Array(text.utf8) }

    private static let one = 1.0.bitPattern
    private static let two = 2.0.bitPattern

    // MARK: - NaN

    /// The patterns of the gaps, and others whose bits say something.
    @Test(arguments: [0x7ff8_4e75_6c6c_0001, 0x7ff8_4e41_0000_0002, 0x7ff0_0000_0000_0001, 0xfff8_0000_0000_0000, .max] as [UInt64])
    func `a NaN of any bits is NaN in every place, and no gap`(bits: UInt64) throws {
        let nan = Value.number(.nan)
        #expect(try Brio.decode(Self.double(bits)) == nan)
        let padding = (0..<4).map { _ in Self.double(Self.one) }
        for place in 0..<5 {
            var cells = padding
            cells.insert(Self.double(bits), at: place)
            let column = try Self.column(cells)
            #expect(column.storage.form == "numbers")
            for row in 0..<5 { #expect(column[row] == (row == place ? nan : .number(1)), "\(place) \(row)") }
            // A column that must keep anything.
            let mixed = try Self.column([Self.text("x")].map { [9] + $0 } + cells)
            #expect(mixed.storage.form == "values")
            #expect(mixed[place + 1] == nan)
        }
    }

    // MARK: - Units

    @Test(arguments: ["", "m", "°F", "kilowatt_hou", "kilowatt_hour", "kilowatt_hours", "kilowatt_hours_", "an_index_of_fourteen_letters_and_more_____"])
    func `numbers of one unit are a column of it, however long it is and near the end`(unit: String) throws {
        for count in 1...6 {
            let column = try Self.column((0..<count).map { Self.double(Double($0).bitPattern, Self.text(unit)) })
            #expect(column.storage.form == "numbers")
            #expect((0..<count).map { column[$0] } == (0..<count).map { .number(Number(Double($0), unit: unit)) })
        }
    }

    /// What looks like the unit that the column has, and is another.
    @Test(arguments: [
        ("m", "ft"), ("m", "mm"), ("mm", "m"), ("m", ""), ("kW", "kV"), ("kilowatt_hours", "kilowatt_hourz"), ("kilowatt_hours", "kilowatt_hour"),
    ])
    func `a number of another unit keeps it, and those before and after keep theirs`(unit: String, other: String) throws {
        for place in 0..<5 {
            let units = (0..<5).map { $0 == place ? other : unit }
            let column = try Self.column(units.map { Self.double(Self.two, Self.text($0)) })
            #expect((0..<5).map { column[$0] } == units.map { .number(Number(2, unit: $0)) })
        }
    }

    @Test func `a unit that is written by its code and in full is one unit`() throws {
        let constants = try Brio.Constants(text: Array("brio-consts:1\n5 kW\n6 °F\n".utf8))
        let options = Brio.Options(constants: constants)
        let kilowatts = [[5], Self.text("kW"), [5], [5], Self.text("kW")]
        let column = try Self.column(kilowatts.map { Self.double(Self.one, $0) }, options)
        #expect(column.storage.form == "numbers")
        #expect((0..<5).allSatisfy { column[$0] == .number(Number(1, unit: "kW")) })
        let mixed = try Self.column([[5], [6], Self.text("°F"), [5], Self.text("kW")].map { Self.double(Self.one, $0) }, options)
        #expect((0..<5).map { mixed[$0].number?.unit } == ["kW", "°F", "°F", "kW", "kW"])
    }

    @Test func `whole numbers, doubles and gaps of one unit are one column`() throws {
        let unit = Self.text("kW")
        let cells = [[2], hex("06 0001") + unit, [0], hex("07 00010000") + unit, Self.double(Self.two, unit), [2], [0], hex("06 ffff") + unit, [0]]
        let column = try Self.column(cells)
        #expect(column.storage.form == "numbers")
        let expected = [nil, 1, nil, 65536, 2, nil, nil, -1, nil] as [Double?]
        #expect((0..<9).map { column[$0].number?.value } == expected)
        #expect((0..<9).filter { column[$0] == .na } == [0, 5])
    }

    // MARK: - Zones

    @Test func `date-times of a zone are a column of it, those of another keep theirs`() throws {
        let zones = ["UTC", "New_York", "ComodRivadavia", "North_Dakota/New_Salem"].filter { (try? HaystackTimeZone.named($0)) != nil }
        #expect(zones.count >= 3)
        for zone in zones {
            for other in zones {
                let names = [zone, zone, other, zone, zone]
                let column = try Self.column(names.enumerated().map { [0x0f, 0, 0, 0, UInt8($0)] + Self.text($1) })
                #expect(column.storage.form == (zone == other ? "dateTimes" : "values"))
                // A zone that is told by its path is known by its last part.
                #expect((0..<5).map { column[$0].dateTime?.zone.name } == names.map { $0.split(separator: "/").last.map(String.init) })
                #expect((0..<5).map { column[$0].dateTime?.ticks } == (0..<5).map { Int64($0) * DateTime.nanosecondsPerSecond })
            }
        }
    }

    // MARK: - In pieces

    @Test(arguments: [1, 2, 3, 100])
    func `batches keep the unit, zone and form of their column, wherever a piece ends`(batchRows: Int) throws {
        var builder = GridBuilder()
        for name in ["ts", "v", "long"] { builder.addColumn(name) }
        let zone = try HaystackTimeZone.named("New_York")
        for row in 0..<7 {
            try builder.addRow([
                .dateTime(DateTime(ticks: Int64(row) * 300_000_000_000, zone: zone)), .number(Number(Double(row) / 8, unit: "kW")),
                row == 3 ? .na : .number(Number(row, unit: "an_index_of_many_letters")),
            ])
        }
        let grid = builder.build()
        let bytes = try grid.brio()
        for cut in 0...bytes.count {
            var parser = BrioBatchParser(batchRows: batchRows)
            var batches: [Grid] = []
            for piece in [bytes[..<cut], bytes[cut...]] {
                parser.append(Array(piece))
                while let batch = try parser.next() { batches.append(batch) }
            }
            parser.finish()
            while let batch = try parser.next() { batches.append(batch) }
            let rows = batches.flatMap(\.rows)
            #expect(rows.count == 7)
            for (row, found) in zip(grid.rows, rows) { #expect(row.dict == found.dict, "cut at \(cut)") }
            #expect(batches.allSatisfy { $0.columns[0].storage.form == "dateTimes" && $0.columns[1].storage.form == "numbers" }, "cut at \(cut)")
        }
    }
}
