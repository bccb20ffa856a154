import HaystackCore

/// Writes the cells of a grid's columns row by row.
struct BrioRows: ~Copyable {
    private var columns: [BrioColumn] = []
    private var cells = ByteSink(capacity: 4096)
    private var block: RowBlock

    init(_ columns: [Column], _ writer: BrioWriter) {
        block = RowBlock(columnCount: columns.count)
        // The flags' own numbers are the control bytes 0 to 5.
        for flag in BrioControl.null.rawValue...BrioControl.yes.rawValue {
            cells.append(flag)
            block.endEntry(cells)
        }
        for column in columns { self.columns.append(BrioColumn(column.storage, writer, &cells, &block)) }
    }

    mutating func write(_ rows: Range<Int>, by writer: BrioWriter, depth: Int, to sink: inout ByteSink) throws(HaystackError) {
        var start = rows.lowerBound
        while start < rows.upperBound {
            let some = start..<min(start + RowBlock.rowLimit, rows.upperBound)
            block.begin(rows: some.count, &cells)
            for column in columns { try column.write(some, by: writer, depth: depth, &cells, &block) }
            block.appendRows(of: &cells, to: &sink, separator: nil, last: nil)
            start = some.upperBound
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
        case .strs(_, let table):
            for place in 0..<table.count {
                cells.append(.str)
                unsafe table.withText(place) { unsafe writer.write(str: $0, to: &cells) }
                block.endEntry(cells)
            }
        case .refs(_, let table):
            for place in 0..<table.count {
                unsafe table.withRef(place) { unsafe writer.writeRef(id: $0, dis: $1, to: &cells) }
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
        case .flags(let flags): write(flags[rows], &block)
        case .numbers(let numbers, _): write(numbers[rows], &cells, &block)
        case .dateTimes(let ticks, _): write(ticks: ticks[rows], &cells, &block)
        case .strs(let codes, _), .refs(let codes, _): write(codes: codes[rows], &block)
        case .values(let values):
            for value in values[rows] {
                try writer.write(value, depth: depth, to: &cells)
                block.endCell(cells)
            }
        }
    }

    private func write(_ flags: ArraySlice<Flag>, _ block: inout RowBlock) {
        for flag in flags { block.addCell(flag) }
    }

    private func write(_ numbers: ArraySlice<Double>, _ cells: inout ByteSink, _ block: inout RowBlock) {
        for number in numbers {
            if Gap.isNull(number) {
                block.addCell(.null)
            } else if Gap.isNA(number) {
                block.addCell(.na)
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
            case Gap.nullTicks: block.addCell(.null)
            case Gap.naTicks: block.addCell(.na)
            default:
                cells.append(brioTicks: instant)
                cells.append(again: suffix.lowerBound, to: suffix.upperBound)
                block.endCell(cells)
            }
        }
    }

    private func write(codes: ArraySlice<Int32>, _ block: inout RowBlock) {
        for code in codes { block.addCell(code: code, first: first) }
    }
}
