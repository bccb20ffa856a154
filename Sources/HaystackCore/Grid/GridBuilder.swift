/// Builds a grid by rows.
///
/// ```swift
/// var builder = GridBuilder(meta: ["dis": "Meters"])
/// builder.addColumn("id")
/// builder.addColumn("kW", meta: ["unit": "kW"])
/// try builder.addRow([.ref("m1"), .number(12.5, unit: "kW")])
/// builder.addRow(["id": .ref("m2"), "note": "a tag without column makes one"])
/// let grid = builder.build()
/// ```
public struct GridBuilder: Sendable {
    private var table: GridTable

    /// Makes a builder without columns or rows.
    public init(meta: Dict = [:]) {
        table = GridTable(meta: meta)
    }

    /// Makes a builder that goes on from a grid.
    public init(_ grid: Grid) {
        table = grid.table
    }

    /// Tags that describe the grid.
    public var meta: Dict {
        get { table.meta }
        set { table.meta = newValue }
    }

    /// The rows added so far.
    public var rowCount: Int { table.rowCount }

    /// Adds a column, null in the rows so far; of a column that is there the meta is taken over.
    public mutating func addColumn(_ name: String, meta: Dict = [:]) {
        table.addColumn(name, meta: meta)
    }

    /// Adds a row of one cell a column, in the columns' order.
    ///
    /// - Throws: `.mismatch` where there are more or fewer cells than columns; the row is not added.
    public mutating func addRow(_ cells: [Value]) throws(HaystackError) {
        guard cells.count == table.columns.count else {
            throw HaystackError(.mismatch, "found \(cells.count) cells in a row, expected \(table.columns.count), one for each column")
        }
        table.addRow(cells)
    }

    /// Adds a row of named cells. Names without a column make one; columns without a cell are null.
    public mutating func addRow(_ row: Dict) {
        table.addRow(row)
    }

    /// The grid of all rows added.
    public func build() -> Grid {
        Grid(table)
    }
}
