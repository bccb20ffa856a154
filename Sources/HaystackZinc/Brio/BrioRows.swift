import HaystackCore

/// Writes the cells of a grid's columns row by row.
struct BrioRows: ~Copyable {
    private var columns: [BrioColumn] = []
    private var cells = ByteSink(capacity: 4096)
    private var block: RowBlock

    init(_ columns: [Column], _ writer: BrioWriter) {
        // The flags' own numbers are the control bytes 0 to 5, of which 0 is null.
        block = RowBlock(columnCount: columns.count, rowCount: columns.first?.count ?? 0, hasFlagBytes: true)
        for column in columns { self.columns.append(BrioColumn(column.storage, writer, &cells, &block)) }
    }

    mutating func write(_ rows: Range<Int>, by writer: BrioWriter, depth: Int, to sink: inout ByteSink) throws(HaystackError) {
        var start = rows.lowerBound
        while start < rows.upperBound {
            let some = start..<min(start + block.rowsAtOnce, rows.upperBound)
            block.begin(rows: some.count, &cells)
            for column in columns {
                try column.write(some, by: writer, depth: depth, &cells, &block)
                block.endColumn()
            }
            let first = sink.count
            block.appendRows(of: &cells, to: &sink, RowBlock.Layout(null: BrioControl.null.rawValue))
            start = some.upperBound
            sink.reserve(rest: rows.upperBound - start, asLargeAs: some.count, since: first)
        }
    }
}

/// A column ready to be written: what repeats, units, zones, strings and refs, is put into bytes once.
private struct BrioColumn {
    private let storage: ColumnStorage
    /// The number of the column's first entry: its unit or zone, or the first of its table as a whole cell.
    private let first: Int
    /// Where the unit or zone stands, which follows every number or date-time.
    private let suffix: Range<Int>
    /// Whether the table's texts or refs are entries.
    private var hasEntries = false
    /// Whether they are all ASCII, which is found out faster of all together; not asked of a table that is mostly other rows'.
    private var isASCII = false

    init(_ storage: ColumnStorage, _ writer: BrioWriter, _ cells: inout ByteSink, _ block: inout RowBlock) {
        self.storage = storage
        first = block.nextEntry
        let start = cells.count
        switch storage {
        case .numbers(_, let unit):
            writer.write(str: unit, to: &cells)
            block.endEntry(cells)
        case .dateTimes(_, let zone):
            writer.write(str: zone.name, to: &cells)
            block.endEntry(cells)
        case .strs(let codes, let table):
            hasEntries = RowBlock.areShared(table.count, by: codes)
            isASCII = table.count <= codes.count && table.isASCII
            for place in 0..<(hasEntries ? table.count : 0) {
                writer.write(table, place, isASCII: isASCII, to: &cells)
                block.endEntry(cells)
            }
        case .refs(let codes, let table):
            hasEntries = RowBlock.areShared(table.count, by: codes)
            isASCII = table.count <= codes.count && table.isASCII
            for place in 0..<(hasEntries ? table.count : 0) {
                writer.write(table, place, isASCII: isASCII, to: &cells)
                block.endEntry(cells)
            }
        case .flags, .values: break
        }
        suffix = start..<cells.count
    }

    // MARK: - Cells

    func write(
        _ rows: Range<Int>, by writer: BrioWriter, depth: Int, _ cells: inout ByteSink, _ block: inout RowBlock
    ) throws(HaystackError) {
        switch storage {
        case .flags(let flags): block.addCells(flags[rows])
        case .numbers(let numbers, _): write(numbers[rows], &cells, &block)
        case .dateTimes(let ticks, _): write(ticks: ticks[rows], &cells, &block)
        case .strs(let codes, let table):
            try block.addCells(codes[rows], first: hasEntries ? first : nil) { place throws(HaystackError) in
                writer.write(table, place, isASCII: isASCII, to: &cells)
                return cells.count
            }
        case .refs(let codes, let table):
            try block.addCells(codes[rows], first: hasEntries ? first : nil) { place throws(HaystackError) in
                writer.write(table, place, isASCII: isASCII, to: &cells)
                return cells.count
            }
        case .values(let values):
            for value in values[rows] {
                try writer.write(value, depth: depth, to: &cells)
                block.endCell(cells)
            }
        }
    }

    private func write(_ numbers: ArraySlice<Double>, _ cells: inout ByteSink, _ block: inout RowBlock) {
        for number in numbers {
            if Gap.isNull(number) {
                block.addNulls()
            } else if Gap.isNA(number) {
                block.addNA()
            } else {
                cells.append(brioNumber: number)
                cells.append(again: suffix.lowerBound, to: suffix.upperBound)
                block.endCell(cells)
            }
        }
    }

    private func write(ticks: ArraySlice<Int64>, _ cells: inout ByteSink, _ block: inout RowBlock) {
        for instant in ticks {
            switch instant {
            case Gap.nullTicks: block.addNulls()
            case Gap.naTicks: block.addNA()
            default:
                cells.append(brioTicks: instant)
                cells.append(again: suffix.lowerBound, to: suffix.upperBound)
                block.endCell(cells)
            }
        }
    }
}

extension BrioWriter {
    /// Writes a text of a table as a cell.
    @inline(__always)
    fileprivate func write(_ table: TextTable, _ place: Int, isASCII: Bool, to cells: inout ByteSink) {
        cells.append(.str)
        unsafe table.withText(place) { unsafe write(str: $0, isASCII: isASCII, to: &cells) }
    }

    /// Writes a ref of a table as a cell.
    @inline(__always)
    fileprivate func write(_ table: RefTable, _ place: Int, isASCII: Bool, to cells: inout ByteSink) {
        unsafe table.withRef(place) { unsafe writeRef(id: $0, dis: $1, isASCII: isASCII, to: &cells) }
    }
}
