extension ColumnStorage {
    /// Appends a cell in place, widening the storage where the cell does not fit it.
    ///
    /// The array is taken out of the enum while it changes, so that it stays unshared and is not copied.
    package mutating func append(_ value: Value) {
        switch self {
        case .flags(var cells):
            guard let flag = Flag(value) else { return appendToFlags(value) }
            self = .flags([])
            cells.append(flag)
            self = .flags(cells)
        case .numbers(var cells, let unit):
            guard let cell = ColumnStorage.double(value, unit: unit) else { return appendWidened(value) }
            self = .flags([])
            cells.append(cell)
            self = .numbers(cells, unit: unit)
        case .dateTimes(var cells, let zone):
            guard let cell = ColumnStorage.ticks(value, zone: zone) else { return appendWidened(value) }
            self = .flags([])
            cells.append(cell)
            self = .dateTimes(cells, zone: zone)
        case .strs(var cells, var table):
            guard let cell = ColumnStorage.code(value, count: table.count) else { return appendWidened(value) }
            self = .flags([])
            // A code at the table's end makes a new entry. Equal entries are not looked for: that is a builder's work.
            if let text = value.string { table.append(text) }
            cells.append(cell)
            self = .strs(cells, table: table)
        case .refs(var cells, var table):
            guard let cell = ColumnStorage.code(value, count: table.count, isRefs: true) else { return appendWidened(value) }
            self = .flags([])
            if let ref = value.ref { table.append(ref) }
            cells.append(cell)
            self = .refs(cells, table: table)
        case .values(var cells):
            self = .flags([])
            cells.append(value)
            self = .values(cells)
        }
    }

    /// A cell that is no flag after cells that are: the storage becomes typed if all of them are gaps.
    private mutating func appendToFlags(_ value: Value) {
        var builder = ColumnBuilder(capacity: count + 1)
        for row in 0..<count { builder.append(self[row]) }
        builder.append(value)
        self = builder.finish()
    }

    private mutating func appendWidened(_ value: Value) {
        var cells = (0..<count).map { self[$0] }
        cells.append(value)
        self = .values(cells)
    }

    private static func double(_ value: Value, unit: String) -> Double? {
        switch value {
        case .null: Gap.nullDouble
        case .na: Gap.naDouble
        case .number(let number) where number.unitText == unit: Gap.canonical(number.value)
        default: nil
        }
    }

    private static func ticks(_ value: Value, zone: HaystackTimeZone) -> Int64? {
        switch value {
        case .null: Gap.nullTicks
        case .na: Gap.naTicks
        case .dateTime(let dateTime) where dateTime.zone == zone && dateTime.hasRuledOffset && dateTime.ticks > Gap.naTicks: dateTime.ticks
        default: nil
        }
    }

    private static func code(_ value: Value, count: Int, isRefs: Bool = false) -> Int32? {
        switch value {
        case .null: Gap.nullCode
        case .na: Gap.naCode
        case .str where !isRefs: Int32(count)
        case .ref where isRefs: Int32(count)
        default: nil
        }
    }
}
