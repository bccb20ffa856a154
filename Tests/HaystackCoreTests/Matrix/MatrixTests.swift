import Testing

@testable import HaystackCore

@Suite struct MatrixTests {
    @Test func `a matrix is filled row by row`() throws {
        var matrix = try MatrixGrid(rows: 2, columns: 3, [1, 2, 3, 4, 5, 6])
        #expect(matrix[1, 0] == 4)
        matrix[0, 2] = 9
        #expect(matrix.values == [1, 2, 9, 4, 5, 6])
    }

    @Test(arguments: [(2, 3, 5), (-1, -1, 1), (0, 1, 1), (.max, 2, 0), (.max, .max, 1), (.min, .min, 0), (-1, 0, 0)])
    func `other than rows times columns values are refused`(rows: Int, columns: Int, count: Int) {
        #expect(throws: HaystackError(.mismatch, "")) { try MatrixGrid(rows: rows, columns: columns, [Double](repeating: 0, count: count)) }
    }

    @Test func `a change to a copy leaves the original as it is`() {
        let original = MatrixGrid(rows: 2, columns: 2)
        var copy = original
        copy[0, 0] = 1
        copy.meta["a"] = 1
        #expect(original == MatrixGrid(rows: 2, columns: 2))
        #expect(copy != original)
    }

    @Test func `numbers, booleans and gaps become doubles, without units`() throws {
        let grid: Grid = [["a": .number(1, unit: "kW"), "b": true, "c": "x"], ["a": .na, "b": false], ["a": .number(.nan), "b": .na]]
        let matrix = try grid.select(["a", "b"]).matrix(null: .value(-1), na: .value(-2))
        #expect(matrix.rows == 3)
        #expect(matrix.columns == 2)
        #expect(matrix == (try MatrixGrid(rows: 3, columns: 2, [1, 1, -2, 0, .nan, -2])))
    }

    /// A gap in each form of storage that has numbers or nothing at all.
    static let columns: [[Value]] = [
        [1, .null], [1, .na], [true, .null], [true, .na], [.null], [.na], [1, true, .null], [.number(1, unit: "a"), 2, .na],
    ]

    @Test(arguments: columns)
    func `a gap becomes NaN where nothing else is said`(cells: [Value]) throws {
        #expect(try Grid(columns: [Column("v", cells)]).matrix().values.last?.isNaN == true)
    }

    @Test(arguments: columns)
    func `a gap becomes the value that is said`(cells: [Value]) throws {
        let grid = try Grid(columns: [Column("v", cells)])
        let expected = cells.last == .null ? 7.0 : 8
        #expect(try grid.matrix(null: .value(7), na: .value(8)).values.last == expected)
    }

    @Test(arguments: columns)
    func `a gap is an error where that is said`(cells: [Value]) throws {
        let grid = try Grid(columns: [Column("v", cells)])
        let isNull = cells.last == .null
        #expect(throws: HaystackError(.mismatch, "")) { try grid.matrix(null: isNull ? .error : .nan, na: isNull ? .nan : .error) }
        #expect(throws: Never.self) { try grid.matrix(null: isNull ? .nan : .error, na: isNull ? .error : .nan) }
    }

    @Test(arguments: ["x", .marker, .remove, .ref("a"), .uri("u"), [1], .dateTime(DateTime(ticks: 0, zone: .utc))] as [Value])
    func `a cell of another kind is refused by its place`(value: Value) throws {
        let grid = try Grid(columns: [Column("v", [value])])
        let error = #expect(throws: HaystackError.self) { try grid.matrix() }
        #expect(error?.code == .mismatch)
        #expect(error?.message.contains("column 'v', row 0") == true)
    }

    @Test(arguments: [(0, 0), (0, 3), (3, 0), (1, 1), (2, 3)])
    func `a matrix becomes a grid and the grid that matrix`(rows: Int, columns: Int) throws {
        let matrix = try MatrixGrid(rows: rows, columns: columns, meta: ["a": 1], (0..<rows * columns).map { $0 == 0 ? .nan : Double($0) })
        let grid = try Grid(matrix)
        #expect(grid.rowCount == rows)
        #expect(grid.columnNames == (0..<columns).map { "v\($0)" })
        #expect(try grid.matrix(null: .error, na: .error) == matrix)
    }

    @Test(arguments: [["a"], ["a", "b", "c"], ["a", "a"], []])
    func `names that do not fit the columns are refused`(names: [String]) {
        #expect(throws: HaystackError(.mismatch, "")) { try Grid(MatrixGrid(rows: 1, columns: 2), names: names) }
    }

    @Test(arguments: [Gap.nullDouble, Gap.naDouble])
    func `a NaN of a gap's pattern in a matrix stays a Number`(nan: Double) throws {
        #expect(try Grid(MatrixGrid(rows: 1, columns: 1, [nan]))[0]["v0"] == .number(.nan))
    }
}
