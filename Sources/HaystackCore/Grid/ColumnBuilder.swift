/// Takes the cells of one column one by one and keeps them in the narrowest storage that holds them all.
///
/// It has an array for each form, of which one is in use, so that appending is a store into an array that nobody shares: an enum with
/// payloads would have to be taken apart and put together for every cell. Rows without a cell need not be told: see ``skip(to:)``.
@usableFromInline
package struct ColumnBuilder: Sendable {
    @usableFromInline
    enum Form: Sendable { case flags, numbers, dateTimes, strs, refs, values }

    // What every cell touches stands first, together: a row goes through many builders, and their memory is not all near.
    @usableFromInline var form = Form.flags
    /// Cells taken so far, and rows left out before the last of them.
    @usableFromInline package var count = 0
    @usableFromInline var flags = CellArray(null: Flag.null)
    @usableFromInline var codes = CellArray(null: Gap.nullCode)
    @usableFromInline var doubles: [Double] = []
    @usableFromInline var ticks: [Int64] = []
    @usableFromInline var unitWord: UInt64? = 0
    @usableFromInline var zone: HaystackTimeZone?
    /// The texts or refs met so far, by the bytes that stood for them.
    @usableFromInline var known: ByteTable
    @usableFromInline var refs: RefTable
    private var unit = ""
    private var values: [Value] = []
    @usableFromInline let capacity: Int

    /// A builder, with room for as many cells once they have a form.
    ///
    /// - Parameter document: bytes that texts may share: see ``TextTable``.
    package init(capacity: Int = 0, sharing document: [UInt8] = []) {
        self.capacity = capacity
        known = ByteTable(sharing: document)
        refs = RefTable(sharing: document)
    }

    // MARK: - Rows without a cell

    /// Gives null to the rows that were left out, so that the next cell is this row's.
    @inlinable @inline(__always)
    package mutating func skip(to row: Int) {
        // Asked first: a column's form is easier to guess than whether a cell was left out.
        switch form {
        case .flags, .strs, .refs: count = max(count, row)
        case .numbers, .dateTimes, .values: if count < row { appendNulls(row - count) }
        }
    }

    @usableFromInline
    mutating func appendNulls(_ more: Int) {
        count += more
        // One by one: gaps are mostly short, and an array takes a cell faster than a collection.
        switch form {
        case .flags, .strs, .refs: break
        case .numbers: for _ in 0..<more { doubles.append(Gap.nullDouble) }
        case .dateTimes: for _ in 0..<more { ticks.append(Gap.nullTicks) }
        case .values: for _ in 0..<more { values.append(.null) }
        }
    }

    /// Takes back the cells after the first ones, as of a row that could not be read whole.
    package mutating func truncate(to rows: Int) {
        guard count > rows else { return }
        let extra = count - rows
        count = rows
        switch form {
        case .flags: flags.truncate(to: rows)
        case .numbers: doubles.removeLast(extra)
        case .dateTimes: ticks.removeLast(extra)
        case .strs, .refs: codes.truncate(to: rows)
        case .values: values.removeLast(extra)
        }
    }

    // MARK: - Any value

    package mutating func append(_ value: Value) {
        switch value {
        case .null: append(flag: .null)
        case .na: append(flag: .na)
        case .marker: append(flag: .marker)
        case .remove: append(flag: .remove)
        case .bool(let bool): append(flag: bool ? .yes : .no)
        case .number(let number): append(number.value, unit: number.unitText)
        case .str(let text): append(str: text)
        case .ref(let ref): append(ref: ref)
        case .dateTime(let dateTime): append(dateTime: dateTime)
        default: append(plain: value)
        }
    }

    /// Appends a value of a kind that has no typed storage.
    @usableFromInline
    package mutating func append(plain value: Value) {
        widen()
        count &+= 1
        values.append(value)
    }

    // MARK: - Flags

    @inlinable @inline(__always)
    package mutating func append(flag: Flag) {
        if form == .flags {
            flags.put(flag, at: count, capacity: capacity)
            count &+= 1
        } else {
            appendToTyped(flag)
        }
    }

    @usableFromInline
    mutating func appendToTyped(_ flag: Flag) {
        switch (form, flag) {
        case (.values, _): return append(plain: flag.value)
        case (.numbers, .null): doubles.append(Gap.nullDouble)
        case (.numbers, .na): doubles.append(Gap.naDouble)
        case (.dateTimes, .null): ticks.append(Gap.nullTicks)
        case (.dateTimes, .na): ticks.append(Gap.naTicks)
        case (.strs, .null), (.refs, .null): break
        case (.strs, .na), (.refs, .na): codes.put(Gap.naCode, at: count, capacity: capacity)
        default: return append(plain: flag.value)
        }
        count &+= 1
    }

    // MARK: - Flags of rows that were left out

    /// Gives flags to rows from one on, each left out so far or null here.
    ///
    /// - Parameter numbers: the flags' raw values.
    package mutating func fill(_ numbers: UnsafeBufferPointer<UInt8>, from row: Int) {
        if form == .flags {
            // The highest, not whether each is: that takes sixteen a step.
            precondition(unsafe numbers.reduce(0) { max($0, $1) } <= Flag.yes.rawValue)
            unsafe numbers.withMemoryRebound(to: Flag.self) { unsafe flags.put($0, at: row, capacity: capacity) }
            count = max(count, row + numbers.count)
        } else {
            for place in 0..<numbers.count {
                let flag = Flag(rawValue: unsafe numbers[place]) ?? .null
                if flag != .null { fill(flag, at: row + place) }
            }
        }
    }

    private mutating func fill(_ flag: Flag, at row: Int) {
        skip(to: row + 1)
        if flag != .na || form == .flags { widen() }
        switch form {
        case .numbers: doubles[row] = Gap.naDouble
        case .dateTimes: ticks[row] = Gap.naTicks
        case .strs, .refs: codes.put(Gap.naCode, at: row, capacity: capacity)
        case .flags, .values: values[row] = flag.value
        }
    }

    // MARK: - Numbers

    package mutating func append(_ value: Double, unit: String) {
        if form == .numbers, unit == self.unit { return append(numberOfSameUnit: value) }
        guard beginForm(.numbers) else { return append(plain: .number(Number(value, unit: unit))) }
        self.unit = unit
        unitWord = ShortBytes.word(of: unit)
        doubles = gaps(null: Gap.nullDouble, na: Gap.naDouble)
        append(numberOfSameUnit: value)
    }

    /// Whether the column holds numbers of a unit of up to eight bytes: what a decoder asks before it makes a String of a unit.
    @inlinable @inline(__always)
    package func holdsNumbers(ofUnit word: UInt64) -> Bool { form == .numbers && unitWord == word }

    /// Whether the column holds numbers of one unit, whichever.
    @inlinable @inline(__always)
    package var holdsNumbers: Bool { form == .numbers }

    /// Appends a number of the unit that the column has, which the caller has asked for.
    @inlinable @inline(__always)
    package mutating func append(numberOfSameUnit value: Double) {
        count &+= 1
        doubles.append(Gap.canonical(value))
    }

    // MARK: - Date-times

    package mutating func append(dateTime: DateTime) {
        guard dateTime.hasRuledOffset else { return append(plain: .dateTime(dateTime)) }
        append(ticks: dateTime.ticks, zone: dateTime.zone)
    }

    /// Appends a date-time whose offset is its zone's own.
    @inlinable @inline(__always)
    package mutating func append(ticks instant: Int64, zone: HaystackTimeZone) {
        if form == .dateTimes, zone === self.zone, instant > Gap.naTicks {
            append(ticksOfSameZone: instant)
        } else {
            appendFirst(ticks: instant, zone: zone)
        }
    }

    /// Whether the column holds date-times of one zone, whichever, and can take this one.
    @inlinable @inline(__always)
    package func holdsDateTimes(with instant: Int64) -> Bool { form == .dateTimes && instant > Gap.naTicks }

    /// Appends a date-time of the zone that the column has, which the caller has asked for, as with ``holdsDateTimes(with:)``.
    @inlinable @inline(__always)
    package mutating func append(ticksOfSameZone instant: Int64) {
        count &+= 1
        ticks.append(instant)
    }

    @usableFromInline
    mutating func appendFirst(ticks instant: Int64, zone: HaystackTimeZone) {
        guard instant > Gap.naTicks, beginForm(.dateTimes) else {
            return append(plain: .dateTime(DateTime(ticks: instant, zone: zone)))
        }
        self.zone = zone
        ticks = gaps(null: Gap.nullTicks, na: Gap.naTicks)
        append(ticks: instant, zone: zone)
    }

    // MARK: - Strings

    package mutating func append(str text: String) {
        var text = text
        text.withUTF8 { unsafe append(strBytes: $0, TextMark($0)) }
    }

    /// Appends a Str of its UTF-8, which must be valid. Text that the column has had makes no String.
    @inlinable @inline(__always)
    package mutating func append(strBytes bytes: UnsafeBufferPointer<UInt8>, _ mark: TextMark) {
        guard form == .strs || beginCodes(.strs) else {
            return unsafe append(plain: .str(String(decoding: bytes, as: UTF8.self)))
        }
        // The table of keys is the table of texts.
        append(code: unsafe known.code(of: bytes, mark).code)
    }

    // MARK: - Refs

    package mutating func append(ref: Ref) {
        // The size says where the id ends, so that id and display name cannot be taken for another pair.
        var key = "\(ref.id.utf8.count)@\(ref.id)\(ref.dis.map { " \($0)" } ?? "")"
        key.withUTF8 { bytes in
            guard let code = unsafe code(ofRef: bytes, TextMark(bytes)) else { return append(plain: .ref(ref)) }
            if code.isNew { refs.append(ref) }
            append(code: code.code)
        }
    }

    /// The code of bytes that stand for a Ref and for no other, nil where the column does not take Refs so. A new code is to be followed by
    /// an entry: see ``append(newRef:id:dis:)``.
    @inlinable @inline(__always)
    package mutating func code(ofRef bytes: UnsafeBufferPointer<UInt8>, _ mark: TextMark) -> (code: Int32, isNew: Bool)? {
        guard form == .refs || beginCodes(.refs) else { return nil }
        return unsafe known.code(of: bytes, mark)
    }

    /// Appends a text or Ref by the code it was given.
    @inlinable @inline(__always)
    package mutating func append(code: Int32) {
        codes.put(code, at: count, capacity: capacity)
        count &+= 1
    }

    /// Appends a Ref whose code is new, of the UTF-8 of its id and display name, which must be valid.
    @inlinable @inline(__always)
    package mutating func append(newRef code: Int32, id: UnsafeBufferPointer<UInt8>, dis: UnsafeBufferPointer<UInt8>?) {
        unsafe refs.append(id: id, dis: dis)
        append(code: code)
    }

    // MARK: - Changing form

    /// Changes from flags to a typed form, if no cell so far is other than a gap.
    private mutating func beginForm(_ next: Form) -> Bool {
        guard form == .flags, flags.holdsNothing(but: .na) else { return false }
        form = next
        return true
    }

    @usableFromInline
    mutating func beginCodes(_ next: Form) -> Bool {
        guard beginForm(next) else { return false }
        for (row, flag) in flags.cells.prefix(count).enumerated() where flag == .na { codes.put(Gap.naCode, at: row, capacity: capacity) }
        flags = CellArray(null: .null)
        return true
    }

    /// The cells so far, all gaps, in the patterns of a typed form.
    private mutating func gaps<Cell>(null: Cell, na: Cell) -> [Cell] {
        var cells: [Cell] = []
        cells.reserveCapacity(max(capacity, count))
        for flag in flags.finish(rows: count) { cells.append(flag == .null ? null : na) }
        return cells
    }

    /// Changes to plain values.
    private mutating func widen() {
        guard form != .values else { return }
        let rows = count
        let cells = takeStorage()
        values.reserveCapacity(max(capacity, rows))
        for row in 0..<rows { values.append(cells[row]) }
        count = rows
        form = .values
    }

    // MARK: - Finishing

    /// The cells taken, after which the builder is empty again. Rows without a cell at the end are null.
    package mutating func finish(rowCount: Int? = nil) -> ColumnStorage {
        if let rowCount { skip(to: rowCount) }
        return takeStorage()
    }

    private mutating func takeStorage() -> ColumnStorage {
        defer { self = ColumnBuilder(capacity: capacity) }
        switch form {
        case .flags: return .flags(flags.finish(rows: count))
        case .numbers: return .numbers(doubles, unit: unit)
        case .dateTimes: return .dateTimes(ticks, zone: zone ?? .utc)
        case .strs:
            let cells = codes.finish(rows: count)
            var texts = known.keys
            texts.prepare(forCells: Gap.entryCount(of: cells))
            return .strs(cells, table: texts)
        case .refs:
            let cells = codes.finish(rows: count)
            refs.prepare(forCells: Gap.entryCount(of: cells))
            return .refs(cells, table: refs)
        case .values:
            return .values(values)
        }
    }
}
