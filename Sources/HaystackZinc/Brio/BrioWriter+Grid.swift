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
        let writers = columns.map { BrioColumnWriter($0.storage, self) }
        for row in 0..<rows {
            for column in writers { try column.writeCell(row, by: self, depth: depth, to: &sink) }
        }
    }
}

/// Writes the cells of one column from its storage. What repeats, units, zones, strings and refs, is put into bytes once.
///
/// A class whose arrays never change, one a storage form, so that a cell is written without counting references to an enum's payload.
private final class BrioColumnWriter {
    private enum Form { case flags, numbers, dateTimes, entries, values }

    private let form: Form
    private let flags: [Flag]
    private let doubles: [Double]
    private let ticks: [Int64]
    private let codes: [Int32]
    private let values: [Value]
    /// The bytes that follow every number or date-time, its unit or zone, or a table's entries as whole cells one after the other.
    private let bytes: [UInt8]
    /// Where each of the table's entries starts, and the last one ends.
    private let bounds: [Int]

    init(_ storage: ColumnStorage, _ writer: BrioWriter) {
        let prepared = BrioColumnWriter.prepare(storage, writer)
        (bytes, bounds) = prepared
        var (form, flags, doubles, ticks, codes, values) = (Form.flags, [Flag](), [Double](), [Int64](), [Int32](), [Value]())
        switch storage {
        case .flags(let cells): (form, flags) = (.flags, cells)
        case .numbers(let cells, _): (form, doubles) = (.numbers, cells)
        case .dateTimes(let cells, _): (form, ticks) = (.dateTimes, cells)
        case .strs(let cells, _), .refs(let cells, _): (form, codes) = (.entries, cells)
        case .values(let cells): (form, values) = (.values, cells)
        }
        (self.form, self.flags, self.doubles, self.ticks, self.codes, self.values) = (form, flags, doubles, ticks, codes, values)
    }

    private static func prepare(_ storage: ColumnStorage, _ writer: BrioWriter) -> (bytes: [UInt8], bounds: [Int]) {
        var sink = ByteSink()
        var bounds = [0]
        switch storage {
        case .numbers(_, let unit): writer.write(str: unit, to: &sink)
        case .dateTimes(_, let zone): writer.write(str: zone.name, to: &sink)
        case .strs(_, let table):
            for text in table {
                writer.write(.str, text, to: &sink)
                bounds.append(sink.count)
            }
        case .refs(_, let table):
            for ref in table {
                writer.write(ref, to: &sink)
                bounds.append(sink.count)
            }
        case .flags, .values: break
        }
        return (bytes: sink.makeArray(), bounds: bounds)
    }

    @inline(__always)
    func writeCell(_ row: Int, by writer: BrioWriter, depth: Int, to sink: inout ByteSink) throws(HaystackError) {
        switch form {
        case .flags: sink.append(flags[row].rawValue)
        case .numbers: write(doubles[row], to: &sink)
        case .dateTimes: write(ticks: ticks[row], to: &sink)
        case .entries: write(code: codes[row], to: &sink)
        case .values: try writer.write(values[row], depth: depth, to: &sink)
        }
    }

    @inline(__always)
    private func write(_ cell: Double, to sink: inout ByteSink) {
        if Gap.isNull(cell) { return sink.append(.null) }
        if Gap.isNA(cell) { return sink.append(.na) }
        sink.append(brioNumber: cell)
        sink.append(bytes, from: 0, to: bytes.count)
    }

    @inline(__always)
    private func write(ticks: Int64, to sink: inout ByteSink) {
        if ticks == Gap.nullTicks { return sink.append(.null) }
        if ticks == Gap.naTicks { return sink.append(.na) }
        sink.append(brioTicks: ticks)
        sink.append(bytes, from: 0, to: bytes.count)
    }

    @inline(__always)
    private func write(code: Int32, to sink: inout ByteSink) {
        if code == Gap.nullCode { return sink.append(.null) }
        if code == Gap.naCode { return sink.append(.na) }
        sink.append(bytes, from: bounds[Int(code)], to: bounds[Int(code) + 1])
    }
}
