/// A matrix of doubles, as Axon's `toMatrix` makes it of a grid: one row-major array with its shape and meta.
///
/// In Python it is a `numpy.ndarray`; it crosses the wire as one packed array.
///
/// ```swift
/// let matrix = try MatrixGrid(rows: 2, columns: 3, [1, 2, 3, 4, 5, 6])
/// matrix[1, 0]    // 4
/// ```
///
/// Two matrices are equal when shape, meta and values are; NaN equals NaN here, so that a matrix equals itself.
public struct MatrixGrid: Sendable {
    /// The number of rows.
    public let rows: Int
    /// The number of columns.
    public let columns: Int
    /// Tags that describe the matrix. They do not cross to Python.
    public var meta: Dict
    /// The values, row by row.
    public private(set) var values: [Double]

    /// Makes a matrix of its values, row by row.
    ///
    /// - Throws: `.mismatch` where there are other than rows × columns values.
    public init(rows: Int, columns: Int, meta: Dict = [:], _ values: [Double]) throws(HaystackError) {
        let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
        guard rows >= 0, columns >= 0, !overflow, values.count == count else {
            throw HaystackError(.mismatch, "found \(values.count) values for a matrix of \(rows) × \(columns)")
        }
        self.rows = rows
        self.columns = columns
        self.meta = meta
        self.values = values
    }

    /// Makes a matrix of zeros, or of another value.
    public init(rows: Int, columns: Int, repeating value: Double = 0, meta: Dict = [:]) {
        precondition(rows >= 0 && columns >= 0, "a matrix has no negative number of rows or columns")
        self.rows = rows
        self.columns = columns
        self.meta = meta
        self.values = [Double](repeating: value, count: rows * columns)
    }

    /// The value in a row and column, both from 0.
    public subscript(row: Int, column: Int) -> Double {
        get {
            precondition(column >= 0 && column < columns, "column \(column) is outside a matrix of \(columns) columns")
            return values[row * columns + column]
        }
        set {
            precondition(column >= 0 && column < columns, "column \(column) is outside a matrix of \(columns) columns")
            values[row * columns + column] = newValue
        }
    }
}

extension MatrixGrid: Hashable {
    /// True where shape, meta and values are the same; NaN equals NaN.
    public static func == (left: MatrixGrid, right: MatrixGrid) -> Bool {
        left.rows == right.rows && left.columns == right.columns && left.meta == right.meta
            && (left.values == right.values || zip(left.values, right.values).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) })
    }

    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(rows)
        hasher.combine(columns)
        hasher.combine(meta)
        for value in values { hasher.combine(Gap.canonical(value)) }
    }
}

extension MatrixGrid: CustomStringConvertible {
    /// `MatrixGrid(2 × 3: 1, 2, 3, …)`.
    public var description: String {
        let shown = values.prefix(6).map { Number($0).description }.joined(separator: ", ")
        return "MatrixGrid(\(rows) × \(columns): \(shown)\(values.count > 6 ? ", …" : ""))"
    }
}
