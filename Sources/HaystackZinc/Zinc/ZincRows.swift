import HaystackCore

/// Writes the rows of a grid's columns as lines.
struct ZincRows: ~Copyable {
    private let columns: [ZincColumn]
    private var block = RowBlock()

    init(_ columns: [Column]) throws(HaystackError) {
        var prepared: [ZincColumn] = []
        for column in columns { prepared.append(try ZincColumn(column.storage, isOnly: columns.count == 1)) }
        self.columns = prepared
    }

    mutating func write(_ rows: Range<Int>, to writer: inout ZincWriter) throws(HaystackError) {
        var start = rows.lowerBound
        while start < rows.upperBound {
            let some = start..<min(start + RowBlock.rowLimit, rows.upperBound)
            block.begin(rows: some.count)
            for column in columns { try column.write(some, to: &block) }
            appendLines(some.count, to: &writer.sink)
            start = some.upperBound
        }
    }

    private func appendLines(_ rowCount: Int, to sink: inout ByteSink) {
        let last = columns.count - 1
        for row in 0..<rowCount {
            for column in 0..<last {
                block.copy(column: column, row: row, to: &sink)
                sink.append(ascii: ",")
            }
            block.copy(column: last, row: row, to: &sink)
            sink.append(ascii: "\n")
        }
    }
}

/// A column ready to be written: units checked, texts and refs already as Zinc, each distinct one once.
private struct ZincColumn {
    private let storage: ColumnStorage
    private let entries: CellText
    /// The column is its grid's only one: null needs a letter there, for an empty line would end the grid.
    private let isOnly: Bool

    init(_ storage: ColumnStorage, isOnly: Bool) throws(HaystackError) {
        self.storage = storage
        self.isOnly = isOnly
        entries = try ZincColumn.entries(storage)
    }

    private static func entries(_ storage: ColumnStorage) throws(HaystackError) -> CellText {
        var writer = ZincWriter()
        var bounds: [Int] = []
        switch storage {
        case .numbers(let cells, let unit):
            try writer.check(unit: unit, behindZero: !unit.isEmpty && cells.contains(0))
            writer.sink.append(unit)
            bounds.append(writer.sink.count)
        case .strs(_, let table):
            for text in table {
                writer.writeStr(text)
                bounds.append(writer.sink.count)
            }
        case .refs(_, let table):
            for ref in table {
                try writer.write(ref)
                bounds.append(writer.sink.count)
            }
        case .flags, .dateTimes, .values: break
        }
        return CellText(writer.sink, bounds: bounds)
    }

    // MARK: - Cells

    func write(_ rows: Range<Int>, to block: inout RowBlock) throws(HaystackError) {
        switch storage {
        case .flags(let cells): write(cells[rows], to: &block)
        case .numbers(let cells, _): write(cells[rows], to: &block)
        case .dateTimes(let cells, let zone): write(cells[rows], zone, to: &block)
        case .strs(let cells, _), .refs(let cells, _): write(cells[rows], to: &block)
        case .values(let cells): try write(cells[rows], to: &block)
        }
    }

    @inline(__always)
    private func writeNull(to block: inout RowBlock) {
        if isOnly { block.bytes.append(ascii: "N") }
    }

    private func write(_ cells: ArraySlice<Flag>, to block: inout RowBlock) {
        for cell in cells {
            switch cell {
            case .null: writeNull(to: &block)
            case .marker: block.bytes.append(ascii: "M")
            case .na: block.bytes.append("NA")
            case .remove: block.bytes.append(ascii: "R")
            case .no: block.bytes.append(ascii: "F")
            case .yes: block.bytes.append(ascii: "T")
            }
            block.endCell()
        }
    }

    private func write(_ cells: ArraySlice<Double>, to block: inout RowBlock) {
        for cell in cells {
            if cell.isFinite {
                block.bytes.append(double: cell)
                entries.append(0, to: &block.bytes)
            } else if Gap.isNull(cell) {
                writeNull(to: &block)
            } else if Gap.isNA(cell) {
                block.bytes.append("NA")
            } else {
                block.bytes.append(double: cell)
            }
            block.endCell()
        }
    }

    private func write(_ cells: ArraySlice<Int64>, _ zone: HaystackTimeZone, to block: inout RowBlock) {
        var zones = ZoneMemory()
        for cell in cells {
            switch cell {
            case Gap.nullTicks: writeNull(to: &block)
            case Gap.naTicks: block.bytes.append("NA")
            default:
                let offset = zones.offset(of: zone, at: DateTime.unixSeconds(ticks: cell))
                block.bytes.append(ticks: cell, offsetSeconds: offset, zone: zone)
            }
            block.endCell()
        }
    }

    private func write(_ cells: ArraySlice<Int32>, to block: inout RowBlock) {
        for cell in cells {
            if cell >= 0 {
                entries.append(Int(cell), to: &block.bytes)
            } else if cell == Gap.naCode {
                block.bytes.append("NA")
            } else {
                writeNull(to: &block)
            }
            block.endCell()
        }
    }

    private func write(_ cells: ArraySlice<Value>, to block: inout RowBlock) throws(HaystackError) {
        var writer = ZincWriter()
        for cell in cells {
            if cell.isNull {
                writeNull(to: &block)
            } else {
                try writer.write(cell)
                block.bytes.append(writer.sink, from: 0, to: writer.sink.count)
                writer.sink.removeAll()
            }
            block.endCell()
        }
    }
}
