import HaystackCore

extension BrioWriter {
    func write(_ grid: Grid, depth: Int, to sink: inout ByteSink) throws(HaystackError) {
        let columns = grid.columns
        try writeHeader(meta: grid.meta, columns: columns, rowCount: grid.rowCount, depth: depth, to: &sink)
        if !columns.isEmpty {
            var rows = BrioRows(columns, self)
            try rows.write(0..<grid.rowCount, by: self, depth: depth + 1, to: &sink)
        }
        sink.append(.closeGrid)
    }

    /// Writes what stands before a grid's rows.
    func writeHeader(meta: Dict, columns: [Column], rowCount: Int, depth: Int, to sink: inout ByteSink) throws(HaystackError) {
        let inner = try enter(depth)
        guard !columns.isEmpty || rowCount <= BrioBound.rowsWithoutColumns else {
            throw HaystackError(
                .limit,
                "found \(rowCount) rows without columns, expected at most \(BrioBound.rowsWithoutColumns), which readers take"
            )
        }
        sink.append(.grid)
        sink.append(.openGrid)
        sink.append(varint: columns.count)
        sink.append(varint: rowCount)
        try write(meta, depth: inner, to: &sink)
        for column in columns {
            write(str: column.name, to: &sink)
            try write(column.meta, depth: inner, to: &sink)
        }
    }
}
