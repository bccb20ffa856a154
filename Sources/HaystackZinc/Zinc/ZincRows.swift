import HaystackCore

/// Writes the rows of a grid's columns as lines.
struct ZincRows: ~Copyable {
    private var columns: [ZincColumn] = []
    private var cells = ZincWriter(capacity: 4096)
    private var block: RowBlock
    private let layout: RowBlock.Layout

    init(_ columns: [Column]) throws(HaystackError) {
        block = RowBlock(columnCount: columns.count, rowCount: columns.first?.count ?? 0, hasFlagBytes: false)
        // The column is its grid's only one: null needs a letter there, for an empty line would end the grid.
        let null = columns.count == 1 ? UInt8(ascii: "N") : nil
        layout = RowBlock.Layout(null: null, separator: UInt8(ascii: ","), last: UInt8(ascii: "\n"))
        for flag in ["M", "NA", "R", "F", "T"] {
            cells.sink.append(flag)
            block.endEntry(cells.sink)
        }
        for column in columns { self.columns.append(try ZincColumn(column.storage, &cells, &block)) }
    }

    mutating func write(_ rows: Range<Int>, to writer: inout ZincWriter) throws(HaystackError) {
        var start = rows.lowerBound
        while start < rows.upperBound {
            let some = start..<min(start + block.rowsAtOnce, rows.upperBound)
            block.begin(rows: some.count, &cells.sink)
            for column in columns {
                try column.write(some, &cells, &block)
                block.endColumn()
            }
            let first = writer.sink.count
            block.appendRows(of: &cells.sink, to: &writer.sink, layout)
            start = some.upperBound
            writer.sink.reserve(rest: rows.upperBound - start, asLargeAs: some.count, since: first)
        }
    }
}

/// A column ready to be written: units checked, texts and refs already as Zinc, each distinct one once.
private struct ZincColumn {
    private let storage: ColumnStorage
    /// The number of the column's first entry, which is its unit, or the first of its table.
    private let first: Int
    /// Where the unit stands.
    private var unit = 0..<0
    /// 0 is written as 0.0, for the unit would make a hexadecimal number of 0.
    private var isZeroLong = false
    /// Whether the table's texts or refs are entries.
    private var hasEntries = false

    init(_ storage: ColumnStorage, _ cells: inout ZincWriter, _ block: inout RowBlock) throws(HaystackError) {
        self.storage = storage
        first = block.nextEntry
        let start = cells.sink.count
        switch storage {
        case .numbers(_, let text):
            try cells.check(unit: text)
            isZeroLong = ZincGrammar.looksHexadecimalBehindZero(text)
            cells.sink.append(text)
            block.endEntry(cells.sink)
            unit = start..<cells.sink.count
        case .strs(let codes, let table):
            hasEntries = RowBlock.areShared(table.count, by: codes)
            for place in 0..<(hasEntries ? table.count : 0) {
                cells.write(table, place)
                block.endEntry(cells.sink)
            }
        case .refs(let codes, let table):
            hasEntries = RowBlock.areShared(table.count, by: codes)
            for place in 0..<(hasEntries ? table.count : 0) {
                try cells.write(table, place)
                block.endEntry(cells.sink)
            }
        case .flags, .dateTimes, .values: break
        }
    }

    // MARK: - Cells

    func write(_ rows: Range<Int>, _ cells: inout ZincWriter, _ block: inout RowBlock) throws(HaystackError) {
        switch storage {
        case .flags(let flags): block.addCells(flags[rows])
        case .numbers(let numbers, _): write(numbers[rows], &cells.sink, &block)
        case .dateTimes(let ticks, let zone): write(ticks[rows], zone, &cells.sink, &block)
        case .strs(let codes, let table):
            try block.addCells(codes[rows], first: hasEntries ? first : nil) { place throws(HaystackError) in
                cells.write(table, place)
                return cells.sink.count
            }
        case .refs(let codes, let table):
            try block.addCells(codes[rows], first: hasEntries ? first : nil) { place throws(HaystackError) in
                try cells.write(table, place)
                return cells.sink.count
            }
        case .values(let values): try write(values[rows], &cells, &block)
        }
    }

    private func write(_ numbers: ArraySlice<Double>, _ cells: inout ByteSink, _ block: inout RowBlock) {
        for number in numbers {
            if Gap.isNull(number) {
                block.addNulls()
            } else if Gap.isNA(number) {
                block.addNA()
            } else {
                if isZeroLong, number == 0 { cells.append("0.") }
                cells.append(double: number)
                if number.isFinite { cells.append(again: unit.lowerBound, to: unit.upperBound) }
                block.endCell(cells)
            }
        }
    }

    private func write(_ ticks: ArraySlice<Int64>, _ zone: HaystackTimeZone, _ cells: inout ByteSink, _ block: inout RowBlock) {
        var zones = ZoneMemory()
        for instant in ticks {
            switch instant {
            case Gap.nullTicks: block.addNulls()
            case Gap.naTicks: block.addNA()
            default:
                let offset = zones.offset(of: zone, at: DateTime.unixSeconds(ticks: instant))
                cells.append(ticks: instant, offsetSeconds: offset, zone: zone)
                block.endCell(cells)
            }
        }
    }

    private func write(_ values: ArraySlice<Value>, _ cells: inout ZincWriter, _ block: inout RowBlock) throws(HaystackError) {
        for value in values {
            if value.isNull {
                block.addNulls()
            } else {
                try cells.write(value)
                block.endCell(cells.sink)
            }
        }
    }
}

extension ZincWriter {
    /// Writes a text of a table as a cell.
    @inline(__always)
    fileprivate mutating func write(_ table: TextTable, _ place: Int) {
        unsafe table.withText(place) { unsafe writeStr($0) }
    }

    /// Writes a ref of a table as a cell.
    @inline(__always)
    fileprivate mutating func write(_ table: RefTable, _ place: Int) throws(HaystackError) {
        guard unsafe table.withRef(place, { unsafe writeRef(id: $0, dis: $1) }) else { throw notEncodable(table[place]) }
    }
}
