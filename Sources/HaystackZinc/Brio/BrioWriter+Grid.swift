import HaystackCore

extension BrioWriter {
    func write(_ grid: Grid, depth: Int, to sink: inout ByteSink) throws(HaystackError) {
        let inner = try enter(depth)
        let columns = grid.columns
        guard !columns.isEmpty || grid.rowCount <= BrioBound.rowsWithoutColumns else {
            throw HaystackError(
                .limit,
                "found \(grid.rowCount) rows without columns, expected at most \(BrioBound.rowsWithoutColumns), which readers take"
            )
        }
        sink.append(.grid)
        sink.append(.openGrid)
        sink.append(varint: columns.count)
        sink.append(varint: grid.rowCount)
        try write(grid.meta, depth: inner, to: &sink)
        for column in columns {
            write(str: column.name, to: &sink)
            try write(column.meta, depth: inner, to: &sink)
        }
        try writeCells(of: columns, rows: grid.rowCount, depth: inner, to: &sink)
        sink.append(.closeGrid)
    }

    private func writeCells(of columns: [Column], rows: Int, depth: Int, to sink: inout ByteSink) throws(HaystackError) {
        guard !columns.isEmpty else { return }
        var cells = BrioRows(columns, self)
        try cells.write(0..<rows, by: self, depth: depth, to: &sink)
    }
}
