/// What a cell without a number becomes in a matrix.
public enum MatrixGap: Sendable, Hashable {
    /// Not a number.
    case nan
    /// A value of the caller's choice.
    case value(Double)
    /// No such cell is expected: it is an error.
    case error

    fileprivate func fill(_ found: @autoclosure () -> String) throws(HaystackError) -> Double {
        switch self {
        case .nan: return .nan
        case .value(let value): return value
        case .error: throw HaystackError(.mismatch, "found \(found()), expected a Number; say what null and NA are to become, or remove the row")
        }
    }
}

extension Grid {
    /// The cells as a matrix, units dropped. Numbers are taken as they are, true and false become 1 and 0.
    ///
    /// - Parameters:
    ///   - null: what null becomes.
    ///   - na: what NA becomes.
    /// - Throws: `.mismatch` where a cell is of another kind.
    public func matrix(null: MatrixGap = .nan, na: MatrixGap = .nan) throws(HaystackError) -> MatrixGrid {
        var values = [Double](repeating: 0, count: rowCount * columns.count)
        for (position, column) in columns.enumerated() {
            try fill(&values, position, column, null: null, na: na)
        }
        return try MatrixGrid(rows: rowCount, columns: columns.count, meta: meta, values)
    }

    private func fill(_ values: inout [Double], _ position: Int, _ column: Column, null: MatrixGap, na: MatrixGap) throws(HaystackError) {
        let width = columns.count
        if case .numbers(let cells, _) = column.storage {
            for row in 0..<rowCount {
                let cell = cells[row]
                values[row * width + position] = cell.isNaN ? try gap(cell, row, column, null: null, na: na) : cell
            }
        } else {
            for row in 0..<rowCount {
                values[row * width + position] = try number(column[row], row, column, null: null, na: na)
            }
        }
    }

    private func gap(_ cell: Double, _ row: Int, _ column: Column, null: MatrixGap, na: MatrixGap) throws(HaystackError) -> Double {
        if Gap.isNull(cell) { return try null.fill("null in column '\(column.name)', row \(row)") }
        if Gap.isNA(cell) { return try na.fill("NA in column '\(column.name)', row \(row)") }
        return .nan
    }

    private func number(_ value: Value, _ row: Int, _ column: Column, null: MatrixGap, na: MatrixGap) throws(HaystackError) -> Double {
        switch value {
        case .number(let number): return number.value
        case .bool(let bool): return bool ? 1 : 0
        case .null: return try null.fill("null in column '\(column.name)', row \(row)")
        case .na: return try na.fill("NA in column '\(column.name)', row \(row)")
        default:
            throw HaystackError(
                .mismatch,
                "found a \(value.kind) in column '\(column.name)', row \(row), expected a Number or Bool; select the numeric columns first"
            )
        }
    }

    /// Makes a grid of a matrix: columns of Numbers without unit, NaN kept as a Number.
    ///
    /// - Parameter names: the columns' names; `v0`, `v1`, … where not given.
    /// - Throws: `.mismatch` where there are other than one name a column, or a name twice.
    public init(_ matrix: MatrixGrid, names: [String]? = nil) throws(HaystackError) {
        let names = names ?? (0..<matrix.columns).map { "v\($0)" }
        guard names.count == matrix.columns else {
            throw HaystackError(.mismatch, "found \(names.count) names for a matrix of \(matrix.columns) columns")
        }
        let values = matrix.values
        let columns = names.enumerated().map { position, name in
            var cells: [Double] = []
            cells.reserveCapacity(matrix.rows)
            for row in 0..<matrix.rows { cells.append(Gap.canonical(values[row * matrix.columns + position])) }
            return Column(name, meta: [:], storage: .numbers(cells, unit: ""))
        }
        try self.init(meta: matrix.meta, columns: columns, rowCount: matrix.rows)
    }
}
