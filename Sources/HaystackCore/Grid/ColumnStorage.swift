/// The cells of a column, in the narrowest form that keeps them all.
package enum ColumnStorage: Sendable {
    /// Null, Marker, NA, Remove, true and false: a byte a cell.
    case flags([Flag])
    /// Numbers of one unit, with gaps as in ``Gap``.
    case numbers([Double], unit: String)
    /// Date-times of one zone whose offsets are the zone's own.
    case dateTimes([Int64], zone: HaystackTimeZone)
    /// Strings, each cell a place in the table.
    case strs([Int32], table: TextTable)
    /// Refs, each cell a place in the table. Refs of one id with different display names have places of their own.
    case refs([Int32], table: RefTable)
    /// Anything.
    case values([Value])

    package var count: Int {
        switch self {
        case .flags(let cells): cells.count
        case .numbers(let cells, _): cells.count
        case .dateTimes(let cells, _): cells.count
        case .strs(let cells, _): cells.count
        case .refs(let cells, _): cells.count
        case .values(let cells): cells.count
        }
    }

    package subscript(row: Int) -> Value {
        switch self {
        case .flags(let cells): cells[row].value
        case .numbers(let cells, let unit): ColumnStorage.value(cells[row], unit: unit)
        case .dateTimes(let cells, let zone): ColumnStorage.value(ticks: cells[row], zone: zone)
        case .strs(let cells, let table): ColumnStorage.value(cells[row]) { .str(table[$0]) }
        case .refs(let cells, let table): ColumnStorage.value(cells[row]) { .ref(table[$0]) }
        case .values(let cells): cells[row]
        }
    }

    private static func value(_ cell: Double, unit: String) -> Value {
        guard cell.isNaN else { return .number(Number(cell, unit: unit)) }
        if Gap.isNull(cell) { return .null }
        if Gap.isNA(cell) { return .na }
        return .number(Number(cell, unit: unit))
    }

    private static func value(ticks: Int64, zone: HaystackTimeZone) -> Value {
        switch ticks {
        case Gap.nullTicks: .null
        case Gap.naTicks: .na
        default: .dateTime(DateTime(ticks: ticks, zone: zone))
        }
    }

    private static func value(_ code: Int32, entry: (Int) -> Value) -> Value {
        switch code {
        case Gap.nullCode: .null
        case Gap.naCode: .na
        default: entry(Int(code))
        }
    }
}

extension ColumnStorage {
    /// How many bytes of a shared document are the column's texts.
    package var sharedSize: Int {
        switch self {
        case .strs(_, let table): table.sharedSize
        case .refs(_, let table): table.sharedSize
        default: 0
        }
    }

    /// The column with its texts copied out of the document that it shares.
    package var owned: ColumnStorage {
        switch self {
        case .strs(let cells, var table):
            table.own()
            return .strs(cells, table: table)
        case .refs(let cells, var table):
            table.own()
            return .refs(cells, table: table)
        default: return self
        }
    }

    /// The cells of some rows, in the order given.
    package func select(_ rows: [Int]) -> ColumnStorage {
        switch self {
        case .flags(let cells): .flags(rows.map { cells[$0] })
        case .numbers(let cells, let unit): .numbers(rows.map { cells[$0] }, unit: unit)
        case .dateTimes(let cells, let zone): .dateTimes(rows.map { cells[$0] }, zone: zone)
        case .strs(let cells, let table): .strs(rows.map { cells[$0] }, table: table)
        case .refs(let cells, let table): .refs(rows.map { cells[$0] }, table: table)
        case .values(let cells): .values(rows.map { cells[$0] })
        }
    }

    /// Whether all cells are equal, whatever their storage.
    package func hasSameCells(as other: ColumnStorage) -> Bool {
        guard count == other.count else { return false }
        switch (self, other) {
        case (.flags(let left), .flags(let right)):
            return left == right
        case (.dateTimes(let left, let leftZone), .dateTimes(let right, let rightZone)) where leftZone == rightZone:
            return left == right
        case (.strs(let left, let leftTable), .strs(let right, let rightTable)):
            return zip(left, right).allSatisfy { ColumnStorage.areSame($0, leftTable, $1, rightTable) }
        default:
            return (0..<count).allSatisfy { self[$0] == other[$0] }
        }
    }

    /// Whether two cells are the same text or gap. Most texts that are the same have the same bytes, and need no Strings.
    private static func areSame(_ left: Int32, _ leftTable: TextTable, _ right: Int32, _ rightTable: TextTable) -> Bool {
        guard left >= 0, right >= 0 else { return left == right }
        return leftTable.hasSameBytes(Int(left), as: Int(right), in: rightTable) || leftTable[Int(left)] == rightTable[Int(right)]
    }
}
