extension Grid {
    /// Appends a row of named cells. Names without a column make one; columns without a cell are null.
    ///
    /// The columns grow in place, unless another grid shares them: those are copied first.
    public mutating func append(_ row: Dict) {
        table.addRow(row)
    }

    /// Appends the rows of another grid, with its columns that this one lacks. Meta stays this grid's own.
    public mutating func append(contentsOf other: Grid) {
        for column in other.columns where position(of: column.name) == nil {
            table.addColumn(column.name, meta: column.meta)
        }
        let sources = columns.map { other[$0.name] }
        for row in 0..<other.rowCount {
            table.addRow(sources.lazy.map { $0?[row] ?? .null })
        }
    }

    /// The grid with only the named columns, in that order.
    ///
    /// - Throws: `.mismatch` where there is no such column, or one is named twice.
    public func select(_ names: [String]) throws(HaystackError) -> Grid {
        var columns: [Column] = []
        for name in names {
            guard let column = self[name] else {
                throw HaystackError(.mismatch, "found no column '\(name)', expected one of \(columnNames.joined(separator: ", "))")
            }
            columns.append(column)
        }
        return try Grid(meta: meta, columns: columns, rowCount: rowCount)
    }

    /// The grid with only the rows at some positions, in that order.
    public func select(rows positions: [Int]) -> Grid {
        var table = GridTable(meta: meta, rowCount: positions.count)
        for column in columns {
            table.put(Column(column.name, meta: column.meta, storage: column.storage.select(positions)))
        }
        return Grid(table)
    }

    /// The grid with only the rows for which a condition holds.
    public func filter(_ condition: (Row) throws -> Bool) rethrows -> Grid {
        select(rows: try rows.filter(condition).map(\.position))
    }

    /// The grid with a column added at the end, or replaced where there is one of that name.
    ///
    /// - Throws: `.mismatch` where the column has another number of cells than the grid has rows; any number fits a grid without columns.
    public func with(_ column: Column) throws(HaystackError) -> Grid {
        guard column.count == rowCount || columns.isEmpty else {
            throw HaystackError(.mismatch, "found \(column.count) cells in column '\(column.name)', expected \(rowCount) as the grid has rows")
        }
        var changed = self
        changed.table.put(column)
        return changed
    }
}
