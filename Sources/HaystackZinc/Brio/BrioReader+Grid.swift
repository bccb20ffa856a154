import HaystackCore

extension BrioReader {
    /// Reads a grid after its control byte.
    ///
    /// What does not read other values is apart, so that grids inside grids need little of the stack.
    mutating func readGrid(depth: Int) throws(HaystackError) -> Grid {
        let inner = try enter(depth)
        let shape = try readShape()
        let meta = try readMeta(depth: inner)
        let heads = try readHeads(shape.columns, depth: inner)
        try check(shape)
        let cells = try readCells(shape, depth: inner)
        return try finish(meta, heads, cells, rows: shape.rows)
    }

    private struct Shape {
        let columns: Int
        let rows: Int
        /// Where the rows' number stands.
        let place: Int
    }

    private mutating func readShape() throws(HaystackError) -> Shape {
        try readBracket(.openGrid)
        let columns = try readCount("columns")
        let place = cursor.position
        return Shape(columns: columns, rows: try readVarint("rows"), place: place)
    }

    private mutating func finish(
        _ meta: Dict,
        _ heads: [(name: String, meta: Dict)],
        _ cells: [ColumnStorage],
        rows: Int
    ) throws(HaystackError) -> Grid {
        try readBracket(.closeGrid)
        let columns = zip(heads, cells).map { Column($0.name, meta: $0.meta, storage: $1) }
        return try Grid(meta: meta, columns: columns, rowCount: rows)
    }

    /// Reads the columns' names and meta.
    private mutating func readHeads(_ count: Int, depth: Int) throws(HaystackError) -> [(name: String, meta: Dict)] {
        var heads: [(name: String, meta: Dict)] = []
        heads.reserveCapacity(reservation(count))
        var names: Set<String> = []
        for _ in 0..<count {
            let name = try readName(&names)
            heads.append((name: name, meta: try readMeta(depth: depth)))
        }
        return heads
    }

    private mutating func readName(_ names: inout Set<String>) throws(HaystackError) -> String {
        let place = cursor.position
        let name = try readString()
        guard names.insert(name).inserted else {
            throw syntax("found a second column named '\(name)', expected each name once", at: place)
        }
        return name
    }

    private func check(_ shape: Shape) throws(HaystackError) {
        let (columns, rows) = (shape.columns, shape.rows)
        if columns == 0 {
            guard rows <= BrioBound.rowsWithoutColumns else {
                throw HaystackError(
                    .limit,
                    "found \(rows) rows without columns, expected at most \(BrioBound.rowsWithoutColumns)",
                    at: .offset(shape.place)
                )
            }
        } else {
            let (cells, overflow) = rows.multipliedReportingOverflow(by: columns)
            guard !overflow, cells <= cursor.remaining else {
                throw endsEarly("the cells of \(rows) rows of \(columns) columns, which need a byte each at least")
            }
        }
    }

    private mutating func readCells(_ shape: Shape, depth: Int) throws(HaystackError) -> [ColumnStorage] {
        let (count, rows) = (shape.columns, shape.rows)
        var columns: [BrioColumnReader] = []
        columns.reserveCapacity(count)
        for _ in 0..<count { columns.append(BrioColumnReader(capacity: reservation(rows), document: document)) }
        guard count > 0 else { return [] }
        try unsafe columns.withUnsafeMutableBufferPointer { columns throws(HaystackError) in
            if count < FlagRows.worthwhileCount {
                for row in 0..<rows { unsafe try readRow(row, into: columns, depth: depth) }
            } else {
                unsafe try readWideRows(rows, into: columns, depth: depth)
            }
        }
        return share(columns.indices.map { columns[$0].finish(rowCount: rows) })
    }

    /// Reads rows with their flags by runs, which the columns get after some rows each.
    private mutating func readWideRows(_ rows: Int, into columns: UnsafeMutableBufferPointer<BrioColumnReader>, depth: Int) throws(HaystackError) {
        var flags = FlagRows(columnCount: columns.count, rows: rows)
        for first in stride(from: 0, to: rows, by: flags.capacity) {
            flags.clear()
            let some = min(flags.capacity, rows - first)
            try unsafe flags.withRows { cells, stride throws(HaystackError) in
                var isGiven = false
                for row in 0..<some {
                    // Sound: there are cells for as many rows.
                    if unsafe try readRow(first &+ row, into: columns, cells + row &* stride, depth: depth) { isGiven = true }
                }
                return isGiven
            }
            unsafe BrioColumnReader.give(flags, rows: some, from: first, to: columns)
        }
    }

    /// Columns whose texts stand in the document. They share it where it is mostly their texts, so that what is kept is at most about twice as
    /// much; else the texts are copied.
    private func share(_ columns: [ColumnStorage]) -> [ColumnStorage] {
        let size = columns.reduce(0) { $0 + $1.sharedSize }
        return size > document.count / 2 ? columns : columns.map(\.owned)
    }
}

extension BrioReader {
    /// Reads a row cell by cell.
    @inline(__always)
    private mutating func readRow(_ row: Int, into columns: UnsafeMutableBufferPointer<BrioColumnReader>, depth: Int) throws(HaystackError) {
        for position in 0..<columns.count {
            // Sound: the position is less than the count.
            try unsafe columns[position].readCell(row, from: &self, depth: depth)
        }
    }

    /// Reads a row: its flags into cells of flags, for the columns to get later, the other cells into the columns; says whether it had flags.
    ///
    /// The columns are lent as a buffer, so that nobody need ask for each cell whether their array is shared.
    @inline(__always)
    mutating func readRow(
        _ row: Int,
        into columns: UnsafeMutableBufferPointer<BrioColumnReader>,
        _ flags: UnsafeMutablePointer<UInt8>,
        depth: Int
    ) throws(HaystackError) -> Bool {
        var position = 0
        var flagCount = 0
        while position < columns.count {
            if cursor.current <= BrioControl.yes.rawValue {
                // Sound: a row of flags has a cell a column, and room for a step behind.
                let run = unsafe cursor.copyRun(upTo: BrioControl.yes.rawValue, atMost: columns.count &- position, to: flags + position)
                position &+= run
                flagCount &+= run
                if position == columns.count { break }
            }
            // Sound: the position is less than the count.
            try unsafe columns[position].readCell(row, from: &self, depth: depth)
            position &+= 1
        }
        return flagCount > 0
    }

    // MARK: - Grids in pieces

    /// What stands before a grid's rows.
    struct Header: Sendable {
        let meta: Dict
        let heads: [(name: String, meta: Dict)]
        let rows: Int
    }

    /// Reads a grid up to its first row.
    mutating func readGridHeader() throws(HaystackError) -> Header {
        let control = try readControl()
        guard control == .grid else {
            throw HaystackError(.mismatch, "found another kind of value, expected a grid, which starts with the byte 24", at: .offset(cursor.position - 1))
        }
        let inner = try enter(0)
        let shape = try readShape()
        let meta = try readMeta(depth: inner)
        let heads = try readHeads(shape.columns, depth: inner)
        // The bytes of the cells need not have come yet; without columns there are none to come.
        if shape.columns == 0 { try check(shape) }
        return Header(meta: meta, heads: heads, rows: shape.rows)
    }

    /// Reads what stands behind a grid's last row, and sees that it is the end of the input.
    mutating func readGridEnd(isFinal: Bool) throws(HaystackError) {
        try readBracket(.closeGrid)
        guard cursor.isAtEnd else {
            throw syntax("found \(cursor.remaining) bytes or more after the value, expected the end of the input")
        }
        if !isFinal { throw endsEarly("the end of the input") }
    }
}

/// Reads the cells of one column into the column's storage.
struct BrioColumnReader: Sendable {
    private var builder: ColumnBuilder
    /// The bytes of the unit or zone that the builder has, where they are short and not at the end of the input. Cells with the same bytes need not
    /// be looked at further.
    private var suffix: TextMark?

    init(capacity: Int, document: [UInt8] = []) {
        builder = ColumnBuilder(capacity: capacity, sharing: document)
    }

    mutating func finish(rowCount: Int) -> ColumnStorage { builder.finish(rowCount: rowCount) }

    /// Gives columns their flags of some rows.
    static func give(_ flags: FlagRows, rows: Int, from first: Int, to columns: UnsafeMutableBufferPointer<BrioColumnReader>) {
        unsafe flags.forEachColumn(rows: rows) { column, flags in unsafe columns[column].builder.fill(flags, from: first) }
    }

    /// Takes back the cells after the first ones, as of a row that could not be read whole.
    mutating func truncate(to rows: Int) {
        builder.truncate(to: rows)
    }

    @inline(__always)
    mutating func readCell(_ row: Int, from reader: inout BrioReader, depth: Int) throws(HaystackError) {
        let place = reader.cursor.position
        let control = try reader.readControl()
        // Nulls are left to the columns to add later.
        if control == .null { return }
        builder.skip(to: row)
        switch control {
        case .null, .marker, .na, .remove, .no, .yes:
            // The control bytes 0 to 5 are the flags' own numbers.
            builder.append(flag: Flag(rawValue: control.rawValue) ?? .null)
        case .int16, .int32, .double:
            try readNumber(try reader.readDouble(control), from: &reader)
        case .str:
            try readStr(from: &reader)
        case .ref, .handleRef:
            try readRef(control, from: &reader, start: place)
        case .seconds, .nanoseconds, .doubleNanoseconds:
            try readDateTime(try reader.readTicks(control), from: &reader)
        default:
            reader.cursor.position = place
            builder.append(try reader.readValue(depth: depth))
        }
    }

    @inline(__always)
    private mutating func readDateTime(_ ticks: Int64, from reader: inout BrioReader) throws(HaystackError) {
        if builder.holdsDateTimes(with: ticks), reader.cursor.skip(suffix) {
            builder.append(ticksOfSameZone: ticks)
        } else {
            try readOtherZone(ticks, from: &reader)
        }
    }

    @inline(never)
    private mutating func readOtherZone(_ ticks: Int64, from reader: inout BrioReader) throws(HaystackError) {
        let start = reader.cursor.position
        builder.append(ticks: ticks, zone: try reader.readZone())
        // Where the cells are still date-times only, it is because this zone is theirs.
        suffix = reader.cursor.shortMark(at: start, count: reader.cursor.position - start)
    }

    @inline(__always)
    private mutating func readNumber(_ value: Double, from reader: inout BrioReader) throws(HaystackError) {
        if builder.holdsNumbers, reader.cursor.skip(suffix) {
            builder.append(numberOfSameUnit: value)
        } else {
            try readOtherUnit(value, from: &reader)
        }
    }

    @inline(never)
    private mutating func readOtherUnit(_ value: Double, from reader: inout BrioReader) throws(HaystackError) {
        let start = reader.cursor.position
        let unit = try reader.readString()
        builder.append(Gap.canonical(value), unit: unit)
        // Where the cells are still numbers only, it is because this unit is theirs.
        suffix = reader.cursor.shortMark(at: start, count: reader.cursor.position - start)
    }

    /// Reads a Ref; one that the column has had is known by its bytes.
    @inline(__always)
    private mutating func readRef(_ control: BrioControl, from reader: inout BrioReader, start: Int) throws(HaystackError) {
        let (id, dis) = try reader.readRefTexts(control)
        let mark = reader.cursor.mark(from: start, to: reader.cursor.position)
        // Sound: these lie before the cursor, and the reader has found text in them.
        guard let (code, isNew) = unsafe builder.code(ofRef: reader.cursor.bytes(from: start, to: reader.cursor.position), mark) else {
            return builder.append(.ref(Ref(reader.string(id), dis: dis.isEmpty ? nil : reader.string(dis))))
        }
        guard isNew else { return builder.append(code: code) }
        guard case .input(let start, let end) = id, case .input(let disStart, let disEnd) = dis else {
            return appendNewRef(code, id: id, dis: dis, of: reader)
        }
        // Sound: the reader has found valid UTF-8 at these places, and the builder keeps no reference to the bytes.
        let disBytes = unsafe disStart == disEnd ? nil : reader.cursor.bytes(from: disStart, to: disEnd)
        unsafe builder.append(newRef: code, id: reader.cursor.bytes(from: start, to: end), dis: disBytes)
    }

    /// Appends a Ref of texts that need not stand in the input.
    @inline(never)
    private mutating func appendNewRef(_ code: Int32, id: BrioText, dis: BrioText, of reader: borrowing BrioReader) {
        // Sound: as above.
        unsafe reader.withBytes(of: id) { id in
            unsafe reader.withBytes(of: dis) { unsafe builder.append(newRef: code, id: id, dis: $0.isEmpty ? nil : $0) }
        }
    }

    @inline(__always)
    private mutating func readStr(from reader: inout BrioReader) throws(HaystackError) {
        let start = reader.cursor.position
        if let mark = reader.readShortStr() {
            // Sound: these lie before the cursor, are ASCII, and the builder keeps no reference to them.
            return unsafe builder.append(strBytes: reader.cursor.bytes(from: start + 2, to: reader.cursor.position), mark)
        }
        try readOtherStr(from: &reader)
    }

    @inline(never)
    private mutating func readOtherStr(from reader: inout BrioReader) throws(HaystackError) {
        let text = try reader.readStr()
        // Sound: the reader has found valid UTF-8, and the builder keeps no reference to the bytes.
        unsafe reader.withBytes(of: text) { unsafe builder.append(strBytes: $0, TextMark($0)) }
    }
}
