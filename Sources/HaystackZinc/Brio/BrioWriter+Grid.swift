import HaystackCore

extension BrioWriter {
    func write(_ grid: Grid, depth: Int, to sink: inout ByteSink) throws(HaystackError) {
        let inner = try enter(depth)
        let columns = grid.columns
        guard !columns.isEmpty || grid.rowCount <= BrioBound.rowsWithoutColumns else {
            throw HaystackError(
                .limit, "found \(grid.rowCount) rows without columns, expected at most \(BrioBound.rowsWithoutColumns), which readers take")
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
        let writers = columns.map { BrioColumnWriter($0.storage, self) }
        for row in 0..<rows {
            for writer in writers { try writer.writeCell(row, depth: depth, to: &sink) }
        }
    }
}

/// Writes the cells of one column from its storage. What repeats, units, zones, strings and refs, is put into bytes once.
struct BrioColumnWriter {
    private let storage: ColumnStorage
    private let writer: BrioWriter
    /// The bytes that follow every number or date-time: unit or zone.
    private let tail: [UInt8]
    /// The table's entries as whole cells, one after the other, and where each ends.
    private let entries: [UInt8]
    private let ends: [Int]

    init(_ storage: ColumnStorage, _ writer: BrioWriter) {
        self.storage = storage
        self.writer = writer
        var sink = ByteSink()
        var ends: [Int] = []
        switch storage {
        case .numbers(_, let unit): writer.write(str: unit, to: &sink)
        case .dateTimes(_, let zone): writer.write(str: zone.name, to: &sink)
        case .strs(_, let table):
            for text in table {
                writer.write(.str, text, to: &sink)
                ends.append(sink.count)
            }
        case .refs(_, let table):
            for ref in table {
                writer.write(ref, to: &sink)
                ends.append(sink.count)
            }
        case .flags, .values: break
        }
        tail = ends.isEmpty ? sink.makeArray() : []
        entries = ends.isEmpty ? [] : sink.makeArray()
        self.ends = ends
    }

    @inline(__always)
    func writeCell(_ row: Int, depth: Int, to sink: inout ByteSink) throws(HaystackError) {
        switch storage {
        case .flags(let cells): sink.append(cells[row].rawValue)
        case .numbers(let cells, _): write(cells[row], to: &sink)
        case .dateTimes(let cells, _): write(ticks: cells[row], to: &sink)
        case .strs(let cells, _), .refs(let cells, _): write(code: cells[row], to: &sink)
        case .values(let cells): try writer.write(cells[row], depth: depth, to: &sink)
        }
    }

    private func write(_ cell: Double, to sink: inout ByteSink) {
        if Gap.isNull(cell) { return sink.append(.null) }
        if Gap.isNA(cell) { return sink.append(.na) }
        sink.append(brioNumber: cell)
        sink.append(tail)
    }

    private func write(ticks: Int64, to sink: inout ByteSink) {
        if ticks == Gap.nullTicks { return sink.append(.null) }
        if ticks == Gap.naTicks { return sink.append(.na) }
        sink.append(brioTicks: ticks)
        sink.append(tail)
    }

    private func write(code: Int32, to sink: inout ByteSink) {
        if code == Gap.nullCode { return sink.append(.null) }
        if code == Gap.naCode { return sink.append(.na) }
        let start = code == 0 ? 0 : ends[Int(code) - 1]
        unsafe entries.withUnsafeBufferPointer { bytes in
            // Sound: the range is checked by the buffer's subscript, and the sink copies the bytes.
            unsafe sink.append(UnsafeBufferPointer(rebasing: bytes[start..<ends[Int(code)]]))
        }
    }
}
