/// Lines whose cells, with tabs between them, stand below each other.
enum TextTable {
    private static let gap = 3

    static func lines(_ lines: [String]) -> [String] {
        let rows = lines.map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
        let count = rows.map(\.count).max() ?? 0
        // What stands last in a row needs no room after it.
        let widths = (0..<count).map { column in
            rows.filter { column < $0.count - 1 }.map { $0[column].count }.max() ?? 0
        }
        return rows.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                line += cell
                if column < row.count - 1 { line += String(repeating: " ", count: widths[column] - cell.count + gap) }
            }
            return line
        }
    }
}
