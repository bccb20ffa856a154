import Testing

@testable import HaystackCore

@Suite struct GridTests {
    static let meters: Grid = [
        ["id": .ref("a", dis: "A"), "kW": .number(1, unit: "kW"), "on": true],
        ["id": .ref("b"), "kW": .na],
        ["id": .ref("c"), "kW": .number(3, unit: "kW"), "on": false],
    ]

    @Test func `rows and columns show the same cells`() {
        let grid = GridTests.meters
        for (position, row) in grid.rows.enumerated() {
            #expect(row.cells == grid.columns.map { $0[position] })
            #expect(row.dict == grid[position].dict)
        }
        #expect(grid.rows.count == 3)
        #expect(grid[1].dict == ["id": .ref("b"), "kW": .na])
        #expect(grid[1]["none"] == .null)
        #expect(!grid[1].has("on"))
        #expect(grid["none"] == nil)
    }

    @Test func `a builder takes rows by position and by name`() throws {
        var builder = GridBuilder(meta: ["dis": "M"])
        builder.addColumn("id")
        builder.addColumn("kW", meta: ["unit": "kW"])
        try builder.addRow([.ref("a"), 1])
        builder.addRow(["note": "n", "id": .ref("b")])
        builder.addColumn("kW", meta: ["dis": "Power"])
        #expect(builder.rowCount == 2)
        let grid = builder.build()
        #expect(grid.columnNames == ["id", "kW", "note"])
        #expect(grid.rows.map(\.cells) == [[.ref("a"), 1, nil], [.ref("b"), nil, "n"]])
        #expect(grid["kW"]?.meta == ["unit": "kW", "dis": "Power"])
        #expect(grid.meta == ["dis": "M"])
    }

    @Test(arguments: [0, 1, 3])
    func `a row of another length than the columns is refused and not added`(count: Int) {
        var builder = GridBuilder()
        builder.addColumn("a")
        builder.addColumn("b")
        #expect(throws: HaystackError(.mismatch, "")) { try builder.addRow([Value](repeating: 1, count: count)) }
        #expect(builder.build().rowCount == 0)
    }

    @Test func `two columns of one name are refused`() {
        #expect(throws: HaystackError(.mismatch, "")) { try Grid(columns: [Column("a", [1]), Column("a", [2])]) }
    }

    @Test func `columns of different lengths are refused`() {
        #expect(throws: HaystackError(.mismatch, "")) { try Grid(columns: [Column("a", [1]), Column("b", [])]) }
    }

    @Test func `a row that is appended makes the columns that it names`() {
        var grid = GridTests.meters
        grid.append(["new": 5])
        #expect(grid.rowCount == 4)
        #expect(grid["new"].map(Array.init) == [nil, nil, nil, 5])
        #expect(grid[3].dict == ["new": 5])
    }

    @Test func `the rows of another grid are appended by the names of columns`() throws {
        var grid: Grid = [["a": 1, "b": 2]]
        grid.append(contentsOf: try Grid(columns: [Column("c", ["x"]), Column("a", meta: ["dis": "other"], [9])]))
        #expect(grid.columnNames == ["a", "b", "c"])
        #expect(grid.rows.map(\.cells) == [[1, 2, nil], [9, nil, "x"]])
        #expect(grid["a"]?.meta == [:])
    }

    @Test func `a grid can be appended to itself`() {
        var grid = GridTests.meters
        grid.append(contentsOf: grid)
        #expect(grid.rowCount == 6)
        #expect(grid.select(rows: [3, 4, 5]) == GridTests.meters)
    }

    @Test func `columns are selected in the order asked for`() throws {
        let grid = try GridTests.meters.select(["on", "id"])
        #expect(grid.columnNames == ["on", "id"])
        #expect(grid.rowCount == 3)
        #expect(grid[0].cells == [true, .ref("a")])
    }

    @Test(arguments: [["none"], ["id", "id"]])
    func `a column that is not there, or asked for twice, is refused`(names: [String]) {
        #expect(throws: HaystackError(.mismatch, "")) { try GridTests.meters.select(names) }
    }

    @Test func `rows are selected in the order asked for, as often as asked for`() {
        let grid = GridTests.meters.select(rows: [2, 0, 2])
        #expect(grid.rows.map { $0["id"] } == [.ref("c"), .ref("a"), .ref("c")])
        #expect(grid["kW"]?.doubles == [3, 1, 3])
    }

    @Test func `rows are kept for which a condition holds`() {
        #expect(GridTests.meters.filter { $0.has("on") }.rows.map { $0["id"] } == [.ref("a"), .ref("c")])
    }

    @Test func `a column is added at the end or replaces the one of its name`() throws {
        let added = try GridTests.meters.with(Column("x", [1, 2, 3]))
        #expect(added.columnNames == ["id", "kW", "on", "x"])
        let replaced = try added.with(Column("kW", ["p", "q", "r"]))
        #expect(replaced.columnNames == ["id", "kW", "on", "x"])
        #expect(replaced[1]["kW"] == "q")
    }

    @Test func `a column of another length is refused`() {
        #expect(throws: HaystackError(.mismatch, "")) { try GridTests.meters.with(Column("x", [1])) }
    }

    // MARK: - The empty ones

    @Test func `a grid without rows keeps its columns`() {
        let grid = GridTests.meters.filter { _ in false }
        #expect(grid.isEmpty)
        #expect(grid.columnNames == ["id", "kW", "on"])
        #expect(Array(grid.rows).isEmpty)
    }

    @Test func `a grid without columns counts its rows`() throws {
        var grid = try GridTests.meters.select([])
        #expect(grid.rowCount == 3)
        #expect(grid.filter { $0.position != 1 }.rowCount == 2)
        #expect(grid[0].cells == [])
        grid.append([:])
        #expect(grid.rowCount == 4)
        grid.append(["a": 1])
        #expect(grid["a"].map(Array.init) == [nil, nil, nil, nil, 1])
    }

    @Test func `a first column gives a grid its rows`() throws {
        #expect(try Grid().with(Column("a", [1, 2])).rowCount == 2)
    }

    // MARK: - Copies

    static let changes: [(String, @Sendable (inout Grid) throws -> Void)] = [
        ("meta", { $0.meta["new"] = 1 }), ("append a row", { $0.append(["id": .ref("z")]) }),
        ("append a row with a new column", { $0.append(["new": 1]) }),
        ("append a row that widens", { $0.append(["kW": "text", "on": 5, "id": "x"]) }), ("append rows", { $0.append(contentsOf: $0) }),
        ("with", { $0 = try $0.with(Column("kW", [9, 9, 9])) }), ("select rows", { $0 = $0.select(rows: [0]) }),
    ]

    @Test(arguments: changes.indices)
    func `a change to a copy never changes the original`(change: Int) throws {
        let original = try Grid(meta: ["a": 1], columns: GridTests.meters.columns)
        let before = original.rows.map(\.cells)
        let row = original[1]
        let column = try #require(original["kW"])
        let doubles = try #require(column.doubles)
        var copy = original
        try GridTests.changes[change].1(&copy)
        #expect(copy != original)
        #expect(original.rows.map(\.cells) == before)
        #expect(original.meta == ["a": 1])
        #expect(original.columnNames == ["id", "kW", "on"])
        #expect(row.cells == before[1])
        #expect(column.doubles.map { $0.map(\.bitPattern) } == doubles.map(\.bitPattern))
    }

    @Test func `what a builder adds later does not reach the grid built before`() throws {
        var builder = GridBuilder(GridTests.meters)
        let first = builder.build()
        try builder.addRow([.ref("d"), .na, nil])
        builder.meta["x"] = 1
        #expect(first == GridTests.meters)
        #expect(builder.build().rowCount == 4)
    }

    @Test func `meta of a copied column does not reach its grid`() throws {
        let grid = GridTests.meters
        var column = try #require(grid["kW"])
        column.meta["dis"] = "changed"
        #expect(grid["kW"]?.meta == [:])
        #expect(column.dis == "changed")
    }
}
