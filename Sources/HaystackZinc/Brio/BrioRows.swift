import HaystackCore

/// Writes the cells of a grid's columns row by row.
struct BrioRows: ~Copyable {
    private let columns: [BrioColumn]
    private var block = RowBlock()

    init(_ columns: [Column], _ writer: BrioWriter) {
        self.columns = columns.map { BrioColumn($0.storage, writer) }
    }

    mutating func write(_ rows: Range<Int>, by writer: BrioWriter, depth: Int, to sink: inout ByteSink) throws(HaystackError) {
        var start = rows.lowerBound
        while start < rows.upperBound {
            let some = start..<min(start + RowBlock.rowLimit, rows.upperBound)
            block.begin(rows: some.count)
            for column in columns { try column.write(some, by: writer, depth: depth, to: &block) }
            for row in 0..<some.count {
                for column in 0..<columns.count { block.copy(column: column, row: row, to: &sink) }
            }
            start = some.upperBound
        }
    }
}

/// A column ready to be written: what repeats, units, zones, strings and refs, is put into bytes once.
private struct BrioColumn {
    private let storage: ColumnStorage
    /// The bytes that follow every number or date-time, its unit or zone; or a table's entries as whole cells.
    private let entries: CellText

    init(_ storage: ColumnStorage, _ writer: BrioWriter) {
        self.storage = storage
        entries = BrioColumn.entries(storage, writer)
    }

    private static func entries(_ storage: ColumnStorage, _ writer: BrioWriter) -> CellText {
        var sink = ByteSink()
        var bounds: [Int] = []
        switch storage {
        case .numbers(_, let unit):
            writer.write(str: unit, to: &sink)
            bounds.append(sink.count)
        case .dateTimes(_, let zone):
            writer.write(str: zone.name, to: &sink)
            bounds.append(sink.count)
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
        return CellText(sink, bounds: bounds)
    }

    // MARK: - Cells

    func write(_ rows: Range<Int>, by writer: BrioWriter, depth: Int, to block: inout RowBlock) throws(HaystackError) {
        switch storage {
        case .flags(let cells): write(cells[rows], to: &block)
        case .numbers(let cells, _): write(cells[rows], to: &block)
        case .dateTimes(let cells, _): write(ticks: cells[rows], to: &block)
        case .strs(let cells, _), .refs(let cells, _): write(codes: cells[rows], to: &block)
        case .values(let cells):
            for cell in cells[rows] {
                try writer.write(cell, depth: depth, to: &block.bytes)
                block.endCell()
            }
        }
    }

    private func write(_ cells: ArraySlice<Flag>, to block: inout RowBlock) {
        for cell in cells {
            // The flags' own numbers are the control bytes 0 to 5.
            block.bytes.append(cell.rawValue)
            block.endCell()
        }
    }

    private func write(_ cells: ArraySlice<Double>, to block: inout RowBlock) {
        for cell in cells {
            if Gap.isNull(cell) {
                block.bytes.append(.null)
            } else if Gap.isNA(cell) {
                block.bytes.append(.na)
            } else {
                block.bytes.append(brioNumber: cell)
                entries.append(0, to: &block.bytes)
            }
            block.endCell()
        }
    }

    private func write(ticks cells: ArraySlice<Int64>, to block: inout RowBlock) {
        for cell in cells {
            switch cell {
            case Gap.nullTicks: block.bytes.append(.null)
            case Gap.naTicks: block.bytes.append(.na)
            default:
                block.bytes.append(brioTicks: cell)
                entries.append(0, to: &block.bytes)
            }
            block.endCell()
        }
    }

    private func write(codes cells: ArraySlice<Int32>, to block: inout RowBlock) {
        for cell in cells {
            switch cell {
            case Gap.nullCode: block.bytes.append(.null)
            case Gap.naCode: block.bytes.append(.na)
            default: entries.append(Int(cell), to: &block.bytes)
            }
            block.endCell()
        }
    }
}
