import HaystackCore
import Testing

@testable import HaystackZinc

/// A row's flags are taken in one go, and the columns get theirs many rows later, when their other cells are there: the grid must be what
/// putting cell after cell gives, whatever stands beside what.
@Suite struct FlagRowsTests {
    /// Around a square of eight rows, the most rows of a block, and two of them.
    static let heights = [1, 7, 8, 9, 127, 128, 129, 255, 256, 257, 400]
    static let widths = [1, 7, 8, 9, 15, 16, 17, 40]

    @Test(arguments: widths, heights)
    func `columns of flags and other cells, in any order, are read as they were written`(width: Int, height: Int) throws {
        let grid = FlagRowsTests.grid(width: width, height: height, seed: UInt64(width * 1000 + height))
        let bytes = try grid.brioByCell()
        let found = try Grid(brio: bytes)
        #expect(found == grid)
        // Not only the same cells: in as narrow a storage.
        for (column, other) in zip(found.columns, grid.columns) { #expect(column.storage.form == other.storage.form, "\(column.name)") }
        #expect(try grid.brio() == bytes)
    }

    @Test(arguments: [1, 3, 100, 129, 1000])
    func `so they are in batches from pieces`(batchRows: Int) throws {
        let grid = FlagRowsTests.grid(width: 20, height: 300, seed: 7)
        let bytes = try grid.brio()
        for size in [11, 97, 4096] {
            var parser = BrioBatchParser(batchRows: batchRows)
            var whole: Grid?
            func take() throws {
                while let batch = try parser.next() {
                    if whole == nil { whole = batch } else { whole?.append(contentsOf: batch) }
                }
            }
            for start in stride(from: 0, to: bytes.count, by: size) {
                parser.append(Array(bytes[start..<min(start + size, bytes.count)]))
                try take()
            }
            parser.finish()
            try take()
            #expect(whole == grid, "pieces of \(size) bytes")
        }
    }

    @Test func `a grid of more columns than a block has cells is read and written`() throws {
        let width = 40_000
        var builder = GridBuilder()
        for column in 0..<width { builder.addColumn("c\(column)") }
        for row in 0..<9 {
            try builder.addRow((0..<width).map { ($0 + row) % 7 == 0 ? .marker : ($0 + row) % 11 == 0 ? .str("x") : $0 % 5 == row % 5 ? .na : .null })
        }
        let grid = builder.build()
        #expect(try Grid(brio: grid.brio()) == grid)
    }

    // MARK: - Grids

    /// Columns that each have one mix of cells: flags alone, one typed kind with gaps, or several; the first cell that is no flag comes late
    /// in every third.
    private static func grid(width: Int, height: Int, seed: UInt64) -> Grid {
        var random = RandomValues(seed: seed)
        let columns = (0..<width).map { position in
            let mix = (position + Int(seed)) % 10
            let start = position.isMultiple(of: 3) ? height / 2 : 0
            return Column("c\(position)", (0..<height).map { $0 < start ? (mix == 9 ? .na : .null) : cell(mix, $0, &random) })
        }
        return try! Grid(columns: columns)
    }

    private static func cell(_ mix: Int, _ row: Int, _ random: inout RandomValues) -> Value {
        let flags: [Value] = [.null, .null, .null, .marker, .na, .remove, .bool(true), .bool(false)]
        let gaps: [Value] = [.null, .na]
        let isGap = random.below(2) == 0
        switch mix {
        case 0: return random.pick(flags)
        case 1: return random.below(6) == 0 ? .marker : .null
        case 2: return isGap ? random.pick(gaps) : .number(Number(Double(row), unit: "kW"))
        case 3: return isGap ? random.pick(gaps) : .str("text \(random.below(3))")
        case 4: return isGap ? random.pick(gaps) : .ref(Ref("r\(row)", dis: "Room \(row)"))
        case 5: return isGap ? random.pick(gaps) : .dateTime(DateTime(ticks: Int64(row) * 1_000_000_000, zone: .utc))
        case 6: return isGap ? random.pick(flags) : .str("text \(row)")
        case 7: return isGap ? random.pick(flags) : .number(Number(Double(row)))
        case 8: return isGap ? .null : random.scalar()
        default: return random.below(40) == 0 ? .str("late") : random.pick(gaps)
        }
    }
}
