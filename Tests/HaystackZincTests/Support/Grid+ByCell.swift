import HaystackCore

@testable import HaystackZinc

extension Grid {
    /// The grid's bytes, written cell by cell: what writing rows in blocks must give too.
    func brioByCell() throws -> [UInt8] {
        var sink = ByteSink()
        let writer = BrioWriter(Brio.Options())
        try writer.writeHeader(meta: meta, columns: columns, rowCount: rowCount, depth: 0, to: &sink)
        for row in rows {
            for column in columns { try writer.write(column[row.position], depth: 1, to: &sink) }
        }
        sink.append(.closeGrid)
        return sink.takeArray()
    }
}

extension ColumnStorage {
    /// The name of the storage's form.
    var form: String {
        switch self {
        case .flags: "flags"
        case .numbers: "numbers"
        case .dateTimes: "dateTimes"
        case .strs: "strs"
        case .refs: "refs"
        case .values: "values"
        }
    }
}
