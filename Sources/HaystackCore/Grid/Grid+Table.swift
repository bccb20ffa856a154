extension Grid: CustomStringConvertible {
    /// The grid as a table of plain text, as many rows as ``table(width:maxRows:)`` shows by default.
    public var description: String { table() }

    /// The grid as a table of plain text.
    ///
    /// - Parameters:
    ///   - width: the most columns of a terminal that a line may take; cells are shortened, and columns left out at the right, to fit. nil for no limit.
    ///   - maxRows: the most rows to show; of a longer grid the first and last are shown, with the number of those between.
    public func table(width: Int? = nil, maxRows: Int = 40) -> String {
        guard !columns.isEmpty else { return "(no columns, \(rowCount) rows)" }
        var table = TextLayout(grid: self, shown: shownRows(maxRows))
        if let width { table.fit(width) }
        return table.text
    }

    private func shownRows(_ limit: Int) -> [Int?] {
        let limit = max(0, limit)
        guard rowCount > limit else { return Array(0..<rowCount) }
        let head = (limit + 1) / 2
        return Array(0..<head) + [nil] + Array((rowCount - (limit - head))..<rowCount)
    }
}

/// The layout of a grid as a table: the text of each cell shown, and the width of each column.
private struct TextLayout {
    private let headers: [String]
    private let lines: [[String]?]
    private let isNumeric: [Bool]
    private var widths: [Int]
    private let rowCount: Int
    private let hidden: Int
    /// Columns that fit; the others are named in the last line.
    private var fitting: Int

    private static let longestCell = 60
    private static let narrowestCell = 6

    init(grid: Grid, shown: [Int?]) {
        headers = grid.columns.map { TextLayout.oneLine($0.dis) }
        isNumeric = grid.columns.map { $0.doubles != nil }
        lines = shown.map { row in
            row.map { row in grid.columns.map { TextLayout.oneLine($0[row].description) } }
        }
        rowCount = grid.rowCount
        hidden = grid.rowCount - shown.count { $0 != nil }
        fitting = headers.count
        widths = headers.map(\.displayWidth)
        for case let cells? in lines {
            for (position, cell) in cells.enumerated() { widths[position] = max(widths[position], cell.displayWidth) }
        }
        widths = widths.map { min($0, TextLayout.longestCell) }
    }

    /// Line breaks and other control characters would break the table.
    private static func oneLine(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: breaksLine) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { breaksLine($0) ? " " : $0 }))
    }

    /// The control characters of ASCII and of Latin-1 (with which terminals can be told things), and the separators of lines and paragraphs.
    private static func breaksLine(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7f..<0xa0, 0x2028, 0x2029: true
        default: false
        }
    }

    /// Narrows the widest columns until a line fits, then leaves out columns at the right.
    mutating func fit(_ limit: Int) {
        let limit = max(0, limit)
        while total(fitting) > limit, let widest = widths[..<fitting].indices.max(by: { widths[$0] < widths[$1] }) {
            if widths[widest] > TextLayout.narrowestCell {
                widths[widest] -= min(widths[widest] - TextLayout.narrowestCell, total(fitting) - limit, 4)
            } else if fitting > 1 {
                fitting -= 1
            } else {
                return
            }
        }
    }

    private func total(_ count: Int) -> Int {
        widths[..<count].reduce(0) { $0 + $1 + 2 } - 2
    }

    var text: String {
        var text = line(headers)
        text += "\n" + widths[..<fitting].map { String(repeating: "─", count: $0) }.joined(separator: "  ")
        for cells in lines {
            text += "\n" + (cells.map(line) ?? "⋮ \(hidden) more rows")
        }
        if fitting < headers.count {
            text +=
                "\n(\(headers.count - fitting) more columns: \(headers[fitting...].prefix(8).joined(separator: ", "))\(headers.count - fitting > 8 ? ", …" : ""))"
        }
        return text
    }

    private func line(_ cells: [String]) -> String {
        var line = ""
        for position in 0..<fitting {
            let cell = cells[position].shortened(to: widths[position])
            let padding = String(repeating: " ", count: max(0, widths[position] - cell.displayWidth))
            line += isNumeric[position] ? padding + cell : cell + padding
            if position < fitting - 1 { line += "  " }
        }
        while line.last == " " { line.removeLast() }
        return line
    }
}

extension String {
    /// The columns of a terminal that the text takes; wide East Asian characters and emoji take two.
    fileprivate var displayWidth: Int {
        reduce(0) { $0 + $1.displayWidth }
    }

    fileprivate func shortened(to width: Int) -> String {
        guard displayWidth > width else { return self }
        var kept = ""
        var used = 0
        for character in self {
            // Stops at the first that leaves no room for the ellipsis: a narrow one after it must not take its place.
            guard used + character.displayWidth < width else { break }
            kept.append(character)
            used += character.displayWidth
        }
        return kept + "…"
    }
}

extension Character {
    /// The columns of a terminal that the character takes: 2 for wide East Asian characters and emoji, else 1.
    package var displayWidth: Int {
        guard let first = unicodeScalars.first else { return 0 }
        switch first.value {
        case 0x1100...0x115f, 0x2e80...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe4f, 0xff00...0xff60, 0xffe0...0xffe6,
            0x1f1e6...0x1f1ff, 0x1f300...0x1f64f, 0x1f680...0x1f6ff, 0x1f7e0...0x1f7eb, 0x1f900...0x1faff, 0x20000...0x3fffd:
            return 2
        default:
            return 1
        }
    }
}
