import HaystackCore
import Timing

/// What a grid of doubles takes of memory, as long as it is kept.
enum DoublesMemory {
    /// Builds one row by row, and prints a line of JSON with its cells and by how much the process has grown.
    static func report(rows: Int, columns: Int) throws {
        let before = ResidentMemory.now
        var builder = GridBuilder()
        for column in 0..<columns { builder.addColumn("v\(column)") }
        for row in 0..<rows {
            try builder.addRow((0..<columns).map { .number(Number(Double(row) * 0.37 + Double($0))) })
        }
        let grid = builder.build()
        let bytes = ResidentMemory.now - before
        print("{\"cells\":\(grid.rowCount * grid.columns.count),\"bytes\":\(bytes)}")
    }
}
