/// A row of a grid: a view that keeps the grid and a position.
public struct Row: Sendable {
    /// The grid.
    public let grid: Grid
    /// The row's position in its grid, 0 for the first.
    public let position: Int

    /// The cell of a column, null where the cell is empty or there is no such column.
    public subscript(name: String) -> Value {
        guard let column = grid.position(of: name) else { return .null }
        return self[column]
    }

    /// The cell of the column at a position.
    public subscript(column: Int) -> Value { grid.columns[column][position] }

    /// Whether the cell of a column holds something other than null.
    public func has(_ name: String) -> Bool { !self[name].isNull }

    /// All cells, in the order of the columns, null where empty.
    public var cells: [Value] { grid.columns.map { $0[position] } }

    /// The row as a dict: the cells that are not null, by their columns' names.
    public var dict: Dict {
        var dict = Dict()
        for column in grid.columns { dict[column.name] = column[position] }
        return dict
    }
}

extension Row: CustomStringConvertible {
    /// The row's dict.
    public var description: String { dict.description }
}

/// The rows of a grid, as a collection of views.
public struct Rows: Sendable, RandomAccessCollection {
    fileprivate let grid: Grid

    /// 0.
    public var startIndex: Int { 0 }
    /// The number of rows.
    public var endIndex: Int { grid.rowCount }
    /// The row at a position.
    public subscript(position: Int) -> Row { grid[position] }

    init(grid: Grid) { self.grid = grid }
}
