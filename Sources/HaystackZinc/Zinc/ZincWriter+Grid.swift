package import HaystackCore

extension ZincWriter {
    /// Writes a grid with its `ver:` line. A grid without columns gets one named `empty`: Zinc has none without.
    package mutating func write(_ grid: Grid) throws(HaystackError) {
        try writeHeader(meta: grid.meta, columns: grid.columns)
        guard !grid.columns.isEmpty else { return }
        var cells: [ZincColumnText] = []
        for column in grid.columns { cells.append(try ZincColumnText(column)) }
        for row in 0..<grid.rowCount {
            for position in cells.indices {
                if position > 0 { sink.append(ascii: ",") }
                try write(cell: row, of: &cells[position], isOnly: cells.count == 1)
            }
            sink.append(ascii: "\n")
        }
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

    /// Writes a cell; null as nothing, but as `N` where an empty line would end the grid.
    @inline(__always)
    private mutating func write(cell row: Int, of column: inout ZincColumnText, isOnly: Bool) throws(HaystackError) {
        let start = sink.count
        switch column.storage {
        case .flags(let flags): write(flags[row])
        case .numbers(let cells, let unit): write(cell: cells[row], unit: unit)
        case .dateTimes(let cells, let zone): write(ticks: cells[row], zone: zone, &column.zones)
        case .strs(let codes, _), .refs(let codes, _): write(code: codes[row], column)
        case .values(let values): if !values[row].isNull { try write(values[row]) }
        }
        if isOnly, sink.count == start { sink.append(ascii: "N") }
    }

    @inline(__always)
    private mutating func write(_ flag: Flag) {
        switch flag {
        case .null: break
        case .marker: sink.append(ascii: "M")
        case .na: sink.append("NA")
        case .remove: sink.append(ascii: "R")
        case .no: sink.append(ascii: "F")
        case .yes: sink.append(ascii: "T")
        }
    }

    @inline(__always)
    private mutating func write(cell: Double, unit: String) {
        if cell.isFinite {
            sink.append(double: cell)
            sink.append(unit)
        } else if Gap.isNA(cell) {
            sink.append("NA")
        } else if !Gap.isNull(cell) {
            sink.append(double: cell)
        }
    }

    @inline(__always)
    private mutating func write(ticks: Int64, zone: HaystackTimeZone, _ zones: inout ZoneMemory) {
        if ticks == Gap.nullTicks { return }
        if ticks == Gap.naTicks { return sink.append("NA") }
        let offset = zones.offset(of: zone, at: DateTime.unixSeconds(ticks: ticks))
        sink.append(ticks: ticks, offsetSeconds: offset, zone: zone)
    }

    @inline(__always)
    private mutating func write(code: Int32, _ column: ZincColumnText) {
        if code >= 0 {
            sink.append(column.texts[Int(code)])
        } else if code == Gap.naCode {
            sink.append("NA")
        }
    }
}

/// A column ready to be written: texts and refs already as Zinc, each distinct one once.
struct ZincColumnText {
    let storage: ColumnStorage
    let texts: [[UInt8]]
    var zones = ZoneMemory()

    init(_ column: Column) throws(HaystackError) {
        storage = column.storage
        texts = try ZincColumnText.texts(storage)
    }

    private static func texts(_ storage: ColumnStorage) throws(HaystackError) -> [[UInt8]] {
        var writer = ZincWriter()
        var texts: [[UInt8]] = []
        switch storage {
        case .numbers(_, let unit):
            try writer.check(unit: unit)
        case .strs(_, let table):
            for text in table {
                writer.writeStr(text)
                texts.append(writer.sink.makeArray())
                writer.sink.removeAll()
            }
        case .refs(_, let table):
            for ref in table {
                try writer.write(ref)
                texts.append(writer.sink.makeArray())
                writer.sink.removeAll()
            }
        default: break
        }
        return texts
    }
}
