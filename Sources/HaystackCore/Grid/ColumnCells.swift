/// Takes the cells of one column one by one and keeps them in the narrowest storage that holds them all.
///
/// One array a storage form, so that appending is a store into an array that nobody shares: an enum with payloads would have to be
/// taken apart and put together for every cell. A decoder keeps one for each column in an array of its own and appends in place, which
/// the compiler can prove to be exclusive; ``ColumnBuilder`` is the same behind a reference.
package struct ColumnCells {
    private enum Form { case flags, numbers, dateTimes, strs, refs, values }

    private var form = Form.flags
    private var flags: [Flag] = []
    private var doubles: [Double] = []
    private var unit = ""
    private var ticks: [Int64] = []
    private var zone: HaystackTimeZone?
    private var codes: [Int32] = []
    private var strs = TextTable()
    private var refTable: [Ref] = []
    private var refCodes: [RefKey: Int32] = [:]
    private var values: [Value] = []
    private let capacity: Int
    /// Cells taken so far.
    package private(set) var count = 0

    private struct RefKey: Hashable {
        let id: String
        let dis: String?
    }

    package init(capacity: Int = 0) {
        self.capacity = capacity
        flags.reserveCapacity(capacity)
    }

    // MARK: - Appending by kind

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

    package mutating func append(flag: Flag) {
        count &+= 1
        switch form {
        case .flags:
            flags.append(flag)
        case .numbers where flag == .null || flag == .na:
            doubles.append(flag == .null ? Gap.nullDouble : Gap.naDouble)
        case .dateTimes where flag == .null || flag == .na:
            ticks.append(flag == .null ? Gap.nullTicks : Gap.naTicks)
        case .strs where flag == .null || flag == .na, .refs where flag == .null || flag == .na:
            codes.append(flag == .null ? Gap.nullCode : Gap.naCode)
        default:
            widen()
            values.append(flag.value)
        }
    }

    @inline(__always)
    package mutating func append(_ value: Double, unit: String) {
        if form == .numbers, unit == self.unit {
            count &+= 1
            doubles.append(Gap.canonical(value))
        } else {
            appendFirst(value, unit: unit)
        }
    }

    /// All cells so far are numbers of one unit, or gaps after the first of them.
    @inline(__always)
    package var holdsNumbers: Bool { form == .numbers }

    /// The form is numbers and the unit so far has these bytes: what a decoder asks before it makes a String of a unit.
    @inline(__always)
    package func holdsNumbers(ofUnit bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard form == .numbers, unit.utf8.count == bytes.count else { return false }
        return unsafe unit.utf8.elementsEqual(bytes)
    }

    /// Appends a number of the unit that the column has, which the caller has asked for.
    @inline(__always)
    package mutating func append(numberOfSameUnit value: Double) {
        count &+= 1
        doubles.append(Gap.canonical(value))
    }

    private mutating func appendFirst(_ value: Double, unit: String) {
        guard beginForm(.numbers) else { return append(plain: .number(Number(value, unit: unit))) }
        self.unit = unit
        doubles = gaps(null: Gap.nullDouble, na: Gap.naDouble)
        append(value, unit: unit)
    }

    package mutating func append(dateTime: DateTime) {
        guard dateTime.hasRuledOffset, dateTime.ticks > Gap.naTicks else { return append(plain: .dateTime(dateTime)) }
        append(ticks: dateTime.ticks, zone: dateTime.zone)
    }

    /// Appends a date-time whose offset is its zone's own.
    @inline(__always)
    package mutating func append(ticks instant: Int64, zone: HaystackTimeZone) {
        if form == .dateTimes, zone === self.zone, instant > Gap.naTicks {
            count &+= 1
            ticks.append(instant)
        } else {
            appendFirst(ticks: instant, zone: zone)
        }
    }

    private mutating func appendFirst(ticks instant: Int64, zone: HaystackTimeZone) {
        guard instant > Gap.naTicks, beginForm(.dateTimes) else {
            return append(plain: .dateTime(DateTime(ticks: instant, zone: zone)))
        }
        self.zone = zone
        ticks = gaps(null: Gap.nullTicks, na: Gap.naTicks)
        append(ticks: instant, zone: zone)
    }

    package mutating func append(str text: String) {
        var text = text
        text.withUTF8 { unsafe append(strBytes: $0) }
    }

    /// Appends a Str of its UTF-8, which must be valid. Text that the column has had makes no String.
    @inline(__always)
    package mutating func append(strBytes bytes: UnsafeBufferPointer<UInt8>) {
        if form == .strs || beginStrs() {
            count &+= 1
            unsafe codes.append(strs.code(of: bytes))
        } else {
            unsafe append(plain: .str(String(decoding: bytes, as: UTF8.self)))
        }
    }

    private mutating func beginStrs() -> Bool {
        guard beginForm(.strs) else { return false }
        codes = gaps(null: Gap.nullCode, na: Gap.naCode)
        return true
    }

    package mutating func append(ref: Ref) {
        if form != .refs {
            guard beginForm(.refs) else { return append(plain: .ref(ref)) }
            codes = gaps(null: Gap.nullCode, na: Gap.naCode)
        }
        count &+= 1
        codes.append(code(of: ref))
    }

    private mutating func code(of ref: Ref) -> Int32 {
        let key = RefKey(id: ref.id, dis: ref.dis)
        if let code = refCodes[key] { return code }
        let code = Int32(refTable.count)
        refTable.append(ref)
        refCodes[key] = code
        return code
    }

    /// Appends a value of a kind that has no typed storage.
    package mutating func append(plain value: Value) {
        widen()
        count &+= 1
        values.append(value)
    }

    // MARK: - Changing form

    /// Changes from flags to a typed form, if no cell so far is other than a gap.
    private mutating func beginForm(_ next: Form) -> Bool {
        guard form == .flags, flags.allSatisfy({ $0 == .null || $0 == .na }) else { return false }
        form = next
        return true
    }

    /// The cells so far, all gaps, in the patterns of a typed form.
    private mutating func gaps<Cell>(null: Cell, na: Cell) -> [Cell] {
        var cells: [Cell] = []
        cells.reserveCapacity(max(capacity, flags.count))
        for flag in flags { cells.append(flag == .null ? null : na) }
        flags = []
        return cells
    }

    /// Changes to plain values.
    private mutating func widen() {
        guard form != .values else { return }
        let cells = storage
        values.reserveCapacity(max(capacity, cells.count))
        for row in 0..<cells.count { values.append(cells[row]) }
        clear()
        form = .values
    }

    private mutating func clear() {
        flags = []
        doubles = []
        ticks = []
        codes = []
        strs = TextTable()
        refTable = []
        refCodes = [:]
    }

    // MARK: - Finishing

    /// The cells taken, after which the builder is empty again.
    package mutating func finish() -> ColumnStorage {
        let finished = storage
        clear()
        values = []
        form = .flags
        count = 0
        return finished
    }

    private var storage: ColumnStorage {
        switch form {
        case .flags: .flags(flags)
        case .numbers: .numbers(doubles, unit: unit)
        case .dateTimes: .dateTimes(ticks, zone: zone ?? .utc)
        case .strs: .strs(codes, table: strs.texts)
        case .refs: .refs(codes, table: refTable)
        case .values: .values(values)
        }
    }
}
