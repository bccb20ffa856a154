import HaystackCore

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
        keepSuffix(from: start, in: reader.cursor)
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
        keepSuffix(from: start, in: reader.cursor)
    }

    /// Keeps the unit or zone of the cell just read: where the cells are still all numbers or date-times, it is because it is theirs.
    private mutating func keepSuffix(from start: Int, in cursor: ByteCursor) {
        suffix = cursor.shortMark(at: start, count: cursor.position - start)
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
        if let mark = reader.readShortStr() {
            let end = reader.cursor.position
            // Sound: these lie before the cursor, are ASCII, and the builder keeps no reference to them.
            return unsafe builder.append(strBytes: reader.cursor.bytes(from: end - mark.count, to: end), mark)
        }
        try readOtherStr(from: &reader)
    }

    @inline(never)
    private mutating func readOtherStr(from reader: inout BrioReader) throws(HaystackError) {
        let text = try reader.readStr()
        // Sound: the reader has found valid UTF-8, and the builder keeps no reference to the bytes.
        if case .input(let start, let end) = text {
            unsafe builder.append(strBytes: reader.cursor.bytes(from: start, to: end), reader.cursor.mark(from: start, to: end))
        } else {
            unsafe reader.withBytes(of: text) { unsafe builder.append(strBytes: $0, TextMark($0)) }
        }
    }
}
