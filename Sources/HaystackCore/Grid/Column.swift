/// A column of a grid: a name, meta, and one cell a row.
///
/// Cells stand in typed arrays where they are of one kind, and can be read as such without a copy:
///
/// ```swift
/// let kW = grid["kW"]!
/// kW.unit               // "kW"
/// kW.doubles            // [12.5, 13.0, nan, …]: null and NA are NaN
/// kW[2]                 // NA
/// ```
public struct Column: Sendable {
    /// The column's name, unique in its grid.
    public internal(set) var name: String
    /// Tags that describe the column: `dis`, `unit`, `tz`.
    public var meta: Dict
    package var storage: ColumnStorage

    /// Makes a column of values; kinds are detected and stored in the narrowest form.
    public init(_ name: String, meta: Dict = [:], _ values: some Collection<Value>) {
        var builder = ColumnBuilder(capacity: values.count)
        for value in values { builder.append(value) }
        self.init(name, meta: meta, storage: builder.finish())
    }

    /// Makes a column of numbers of one unit. NaN stays a Number that is NaN; it does not become null.
    public init(_ name: String, meta: Dict = [:], doubles: [Double], unit: String? = nil) {
        let cells = doubles.contains(where: \.isNaN) ? doubles.map(Gap.canonical) : doubles
        self.init(name, meta: meta, storage: .numbers(cells, unit: unit ?? ""))
    }

    package init(_ name: String, meta: Dict, storage: ColumnStorage) {
        self.name = name
        self.meta = meta
        self.storage = storage
    }

    /// What to call the column: its meta's `dis`, else its name.
    public var dis: String { meta["dis"].string ?? name }

    /// The cells as doubles where all are Numbers of one unit, null or NA; those two read as NaN. This is the column's own array, not a copy.
    public var doubles: [Double]? {
        if case .numbers(let cells, _) = storage { cells } else { nil }
    }

    /// The unit which all Numbers of the column share, nil where they have none or the column is not numeric.
    public var unit: String? {
        if case .numbers(_, let unit) = storage, !unit.isEmpty { unit } else { nil }
    }

    /// The zone which all DateTimes of the column share, nil where they differ or the column holds other kinds.
    public var zone: HaystackTimeZone? {
        if case .dateTimes(_, let zone) = storage { zone } else { nil }
    }

    /// Nanoseconds since 2000-01-01T00:00:00Z where all cells are DateTimes of one ``zone``; nil as a cell stands for null and NA.
    public var ticks: [Int64?]? {
        guard case .dateTimes(let cells, _) = storage else { return nil }
        return cells.map { $0 == Gap.nullTicks || $0 == Gap.naTicks ? nil : $0 }
    }
}

extension Column: RandomAccessCollection {
    /// 0.
    public var startIndex: Int { 0 }
    /// The number of rows.
    public var endIndex: Int { storage.count }
    /// The cell of a row.
    public subscript(row: Int) -> Value { storage[row] }
}

extension Column: Hashable {
    /// True where name, meta and all cells are the same.
    public static func == (left: Column, right: Column) -> Bool {
        left.name == right.name && left.meta == right.meta && left.storage.hasSameCells(as: right.storage)
    }

    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(meta)
        for value in self { hasher.combine(value) }
    }
}
