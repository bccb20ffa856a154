package import HaystackCore

extension ZincWriter {
    /// Writes a grid with its `ver:` line. A grid without columns gets one named `empty`: Zinc has none without.
    package mutating func write(_ grid: Grid) throws(HaystackError) {
        try writeHeader(meta: grid.meta, columns: grid.columns)
        guard !grid.columns.isEmpty else { return }
        var rows = try ZincRows(grid.columns)
        try rows.write(0..<grid.rowCount, to: &self)
    }

    package mutating func writeHeader(meta: Dict, columns: [Column]) throws(HaystackError) {
        sink.append("ver:\"\(Zinc.version)\"")
        if !meta.isEmpty {
            sink.append(ascii: " ")
            try writeTags(meta)
        }
        sink.append(ascii: "\n")
        for (position, column) in columns.enumerated() {
            if position > 0 { sink.append(ascii: ",") }
            try write(name: column.name)
            guard !column.meta.isEmpty else { continue }
            sink.append(ascii: " ")
            try writeTags(column.meta)
        }
        sink.append(columns.isEmpty ? "empty\n" : "\n")
    }
}
