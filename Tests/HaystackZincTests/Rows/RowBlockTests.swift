import HaystackCore
import Testing

@testable import HaystackZinc

/// Rows are written in blocks, column by column; what comes out must be what writing cell by cell gives.
@Suite struct RowBlockTests {
    /// Around the words of a row's bits, the most rows of a block, and the cells of one.
    static let widths = [1, 2, 63, 64, 65, 126, 128, 129, 1100]
    static let heights = [0, 1, 15, 16, 17, 127, 128, 129, 300]

    @Test(arguments: widths, heights)
    func `every width and height is written as its cells are, dense or sparse`(width: Int, height: Int) throws {
        // Of the widest, only the lowest: a case takes its time by the cell.
        guard width * height < 20_000 else { return try check(width: width, height: 17, seed: UInt64(height)) }
        try check(width: width, height: height, seed: UInt64(width * 1000 + height))
    }

    private func check(width: Int, height: Int, seed: UInt64) throws {
        var random = RandomValues(seed: seed)
        random.makesBufs = false
        var builder = GridBuilder()
        for column in 0..<width { builder.addColumn("c\(column)") }
        let kinds = (0..<width).map { _ in random.below(8) }
        for row in 0..<height { try builder.addRow(kinds.enumerated().map { RowBlockTests.cell($1, row, $0, &random) }) }
        let grid = builder.build()
        try expectRowsAsCells(grid)
    }

    /// A cell of a column that has one kind, mostly null in every other column.
    private static func cell(_ kind: Int, _ row: Int, _ column: Int, _ random: inout RandomValues) -> Value {
        if random.below(column.isMultiple(of: 2) ? 20 : 8) > 1 && !column.isMultiple(of: 5) { return .null }
        switch kind {
        case 0: return .marker
        case 1: return .number(Number(Double(random.below(1000)) / 8, unit: column.isMultiple(of: 3) ? "kW" : nil))
        case 2: return .str("text \(row) " + String(repeating: "é", count: random.below(40)))
        case 3: return .str(random.pick(["on", "off", "a longer text than one step"]))
        case 4: return .ref(Ref("r\(row)", dis: random.below(2) == 0 ? nil : "Room \(row)"))
        case 5: return random.below(5) == 0 ? .na : .bool(random.below(2) == 0)
        case 6: return .dateTime(DateTime(ticks: Int64(row) * 1_000_000_000, zone: .utc))
        default: return random.scalar()
        }
    }

    private func expectRowsAsCells(_ grid: Grid) throws {
        var zinc = ZincWriter()
        try zinc.writeHeader(meta: grid.meta, columns: grid.columns)
        var text = zinc.sink.makeString()
        for row in grid.rows {
            let cells = try grid.columns.map { column in
                let cell = column[row.position]
                return cell.isNull && grid.columns.count > 1 ? "" : try cell.zinc()
            }
            text += cells.joined(separator: ",") + "\n"
        }
        #expect(try grid.zinc() == text)
        #expect(String(decoding: try Zinc.encode(.grid(grid)), as: UTF8.self) == text)
        #expect(try grid.brio() == grid.brioByCell())
    }

    @Test func `rows much longer than the first ones are written whole`() throws {
        var builder = GridBuilder()
        builder.addColumn("short")
        builder.addColumn("text")
        for row in 0..<1000 {
            try builder.addRow([.number(Number(Double(row))), .str(String(repeating: "x", count: row < 500 ? 1 : 2000 + row))])
        }
        let grid = builder.build()
        #expect(try Grid(zinc: Zinc.encode(.grid(grid))) == grid)
        #expect(try Grid(brio: grid.brio()) == grid)
    }

    @Test func `a text that no cell has is not written, and need not be one that can be`() throws {
        var cells = (0..<100).map { Value.ref("r\($0)") }
        cells.append(.ref("not an id"))
        let grid = try Grid(columns: [Column("id", cells)])
        #expect(throws: HaystackError.self) { try grid.zinc() }
        let sound = try Grid(columns: [Column("id", meta: [:], storage: grid.columns[0].storage.select(Array(0..<100)))])
        #expect(try Grid(zinc: sound.zinc()) == sound)
    }
}
