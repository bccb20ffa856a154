/// A table of values with named columns, and meta on the table and on each column.
///
/// A grid keeps its cells by column (see ``Column``); rows are views. It can be made of columns, of rows, or cell by cell with ``GridBuilder``:
///
/// ```swift
/// let grid = Grid(rows: [
///     ["dis": "AHU-1", "kW": .number(12.5, unit: "kW")],
///     ["dis": "AHU-2", "kW": .na],
/// ])
/// grid[0]["dis"]          // AHU-1
/// grid["kW"]?.doubles     // [12.5, nan]
/// ```
///
/// Two grids are equal when meta, columns (names, meta, order) and all cells are.
public struct Grid: Sendable {
    private var storage: Storage

    /// A box, so that a grid is one pointer inside ``Value``. The table changes only while one grid alone holds the box.
    private final class Storage: @unchecked Sendable {
        var table: GridTable
        init(_ table: GridTable) { self.table = table }
    }

    init(_ table: GridTable) {
        storage = Storage(table)
    }

    /// Makes a grid of columns.
    ///
    /// - Throws: `.mismatch` where columns differ in length or two have one name.
    public init(meta: Dict = [:], columns: [Column]) throws(HaystackError) {
        let rowCount = columns.first?.count ?? 0
        for column in columns where column.count != rowCount {
            throw HaystackError(.mismatch, "found \(column.count) cells in column '\(column.name)', expected \(rowCount) as in the first column")
        }
        try self.init(meta: meta, columns: columns, rowCount: rowCount)
    }

    /// Makes a grid of columns that are known to be of one length. Without columns the rows are counted all the same.
    package init(meta: Dict, columns: [Column], rowCount: Int) throws(HaystackError) {
        self.init(try GridTable(meta: meta, columns: columns, rowCount: rowCount))
    }

    /// Makes a grid without columns or rows.
    public init(meta: Dict = [:]) {
        self.init(GridTable(meta: meta))
    }

    /// Makes a grid of rows. Columns are the names of all rows' tags in the order of their first appearance; a row without the tag has null there.
    public init(meta: Dict = [:], rows: some Sequence<Dict>) {
        var table = GridTable(meta: meta)
        for row in rows { table.addRow(row) }
        self.init(table)
    }

    /// What the grid holds; changed in place where no other grid shares it.
    var table: GridTable {
        get { storage.table }
        _modify {
            if !isKnownUniquelyReferenced(&storage) { storage = Storage(storage.table) }
            yield &storage.table
        }
    }

    /// Tags that describe the grid.
    public var meta: Dict {
        get { storage.table.meta }
        set { table.meta = newValue }
    }

    /// The columns, in order.
    public var columns: [Column] { storage.table.columns }

    /// The names of the columns, in order.
    public var columnNames: [String] { columns.map(\.name) }

    /// The number of rows.
    public var rowCount: Int { storage.table.rowCount }

    /// Whether there are no rows.
    public var isEmpty: Bool { rowCount == 0 }

    /// The column of a name, nil where there is none.
    public subscript(name: String) -> Column? {
        position(of: name).map { columns[$0] }
    }

    /// The row at a position, 0 for the first.
    public subscript(row: Int) -> Row {
        precondition(row >= 0 && row < rowCount, "row \(row) is outside a grid of \(rowCount) rows")
        return Row(grid: self, position: row)
    }

    /// The rows.
    public var rows: Rows { Rows(grid: self) }

    /// The position of a column, nil where there is none.
    public func position(of name: String) -> Int? { storage.table.position(of: name) }
}

extension Grid: Hashable {
    /// True where meta, columns and all cells are the same.
    public static func == (left: Grid, right: Grid) -> Bool {
        left.storage === right.storage
            || (left.rowCount == right.rowCount && left.meta == right.meta && left.columns == right.columns)
    }

    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(rowCount)
        hasher.combine(meta)
        hasher.combine(columns)
    }
}

extension Grid: ExpressibleByArrayLiteral {
    /// Makes a grid of rows.
    public init(arrayLiteral rows: Dict...) {
        self.init(rows: rows)
    }
}
