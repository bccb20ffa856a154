import HaystackCore
import Testing

@Suite struct TableTests {
    @Test func `a grid shows as a table with numbers on the right`() {
        let grid: Grid = [["dis": "AHU-1", "kW": 12.5], ["dis": "A", "kW": .na], ["dis": .null, "kW": 100]]
        #expect(
            grid.description == """
                dis      kW
                ─────  ────
                AHU-1  12.5
                A        NA
                        100
                """
        )
    }

    @Test func `a grid without columns says so`() {
        #expect(Grid().description == "(no columns, 0 rows)")
    }

    @Test(arguments: [
        (5, ["0", "1", "2", "⋮ 5 more rows", "8", "9"]), (1, ["0", "⋮ 9 more rows"]), (0, ["⋮ 10 more rows"]), (-3, ["⋮ 10 more rows"]),
        (.min, ["⋮ 10 more rows"]),
    ])
    func `of many rows the first and last are shown`(limit: Int, lines: [String]) {
        let grid = Grid(rows: (0..<10).map { ["n": .str("\($0)")] })
        #expect(grid.table(maxRows: limit).split(separator: "\n").dropFirst(2).map(String.init) == lines)
    }

    @Test(arguments: [10, 20, 30, 40, 60])
    func `no line is longer than the width`(width: Int) {
        let grid = Grid(rows: (1...3).map { row in Dict((0..<6).map { ("column\($0)", .str(String(repeating: "x", count: row * 20))) }) })
        let lines = grid.table(width: width).split(separator: "\n").filter { !$0.hasPrefix("(") }
        #expect(lines.allSatisfy { $0.count <= width })
        #expect(lines.count == 5)
    }

    @Test(arguments: [0, 1, -5, .min])
    func `a width that nothing fits shows the first column narrowed`(width: Int) {
        let grid: Grid = [["a": "long text in the cell", "b": 1]]
        #expect(grid.table(width: width) == "a\n──────\nlong …\n(1 more columns: b)")
    }

    @Test(arguments: [
        ("漢字漢字漢字漢字", "漢字…"), ("abcd漢efgh", "abcd…"), ("abc漢defgh", "abc漢…"), ("🚀🚀🚀🚀", "🚀🚀…"), ("éééééééé", "ééééé…"),
        ("e\u{301}e\u{301}", "e\u{301}e\u{301}"),
    ])
    func `wide characters take two places and are not skipped`(text: String, shown: String) {
        let grid: Grid = [["a": .str(text)]]
        #expect(grid.table(width: 6).split(separator: "\n").last.map(String.init) == shown)
    }

    @Test func `what stands after wide characters is aligned`() {
        let grid: Grid = [["a": "漢字", "b": "x"], ["a": "abcd", "b": "y"]]
        #expect(grid.description.split(separator: "\n").suffix(2) == ["漢字  x", "abcd  y"])
    }

    @Test(arguments: ["a\nb", "a\rb", "a\tb", "a\u{1b}b", "a\u{0}b", "a\u{7f}b", "a\u{85}b", "a\u{9b}b", "a\u{2028}b", "a\u{2029}b"])
    func `a control character shows as a blank`(text: String) {
        let grid: Grid = [["a": .str(text)]]
        #expect(grid.description.unicodeScalars.split(separator: "\n").last.map { String($0) } == "a b")
    }
}
