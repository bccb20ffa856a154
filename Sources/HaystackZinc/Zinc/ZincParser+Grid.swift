package import HaystackCore

/// The meta and columns with which a grid begins.
package struct ZincHeader {
    package var meta: Dict
    package var columns: [(name: String, meta: Dict)]
}

extension ZincParser {
    /// Reads a grid; a nested one ends before its `>>`.
    mutating func parseGrid(isNested: Bool) throws(HaystackError) -> Grid {
        try enter()
        let outerVersion = isVersion2
        let header = try parseHeader()
        var builders = [ColumnBuilder](repeating: ColumnBuilder(), count: header.columns.count)
        var rowCount = 0
        while try parseRow(rowCount, into: &builders, isNested: isNested) { rowCount += 1 }
        isVersion2 = outerVersion
        leave()
        var columns: [Column] = []
        columns.reserveCapacity(builders.count)
        for (position, column) in header.columns.enumerated() {
            columns.append(Column(column.name, meta: column.meta, storage: builders[position].finish(rowCount: rowCount)))
        }
        return try Grid(meta: header.meta, columns: columns, rowCount: rowCount)
    }

    // MARK: - Meta and columns

    package mutating func parseHeader() throws(HaystackError) -> ZincHeader {
        try parseVersion()
        let meta = try parseTags()
        try expectNewline("the end of the meta line")
        let columns = try parseColumns()
        return ZincHeader(meta: meta, columns: columns)
    }

    private mutating func parseVersion() throws(HaystackError) {
        for byte in "ver:".utf8 {
            guard cursor.skip(byte) else { throw cursor.expected("a grid, which starts with ver:\"3.0\"") }
        }
        let start = cursor.position
        guard cursor.current == UInt8(ascii: "\"") else { throw cursor.expected("a version in quotes, such as \"3.0\"") }
        let version = try parseStr()
        guard version == "3.0" || version == "2.0" else {
            cursor.position = start
            throw HaystackError(.unsupportedVersion, "found Zinc version \"\(version)\", expected \"3.0\" or \"2.0\"")
        }
        isVersion2 = version == "2.0"
    }

    /// Reads `name` and `name:value` tags separated by space, to the first thing that is no name.
    private mutating func parseTags() throws(HaystackError) -> Dict {
        var tags = Dict()
        while true {
            let start = cursor.position
            skipSpace()
            guard TagName.isFirstByte(cursor.current) else { return tags }
            guard cursor.position > start else { throw cursor.expected("a space before the next tag") }
            try parseTag(into: &tags)
        }
    }

    /// Reads one tag; a name without value is a marker.
    mutating func parseTag(into tags: inout Dict) throws(HaystackError) {
        let name = try parseName()
        let end = cursor.position
        skipSpace()
        guard cursor.skip(UInt8(ascii: ":")) else {
            cursor.position = end
            tags[name] = .marker
            return
        }
        skipSpace()
        tags[name] = try parseValue()
    }

    private mutating func parseColumns() throws(HaystackError) -> [(name: String, meta: Dict)] {
        var columns: [(name: String, meta: Dict)] = []
        var seen: Set<String> = []
        repeat {
            skipSpace()
            let start = cursor.position
            let name = try parseName()
            guard seen.insert(name).inserted else {
                cursor.position = start
                throw HaystackError(.syntax, "found a second column '\(name)', expected each name once")
            }
            columns.append((name, try parseTags()))
            skipSpace()
        } while cursor.skip(UInt8(ascii: ","))
        try expectNewline("a comma or the end of the column line")
        return columns
    }

    private mutating func expectNewline(_ what: String) throws(HaystackError) {
        skipSpace()
        guard skipNewline() || cursor.isAtEnd else { throw cursor.expected(what) }
    }

    // MARK: - Rows

    /// Reads a row into the columns; false where the grid ends. Null cells may be left to the builders to add later.
    package mutating func parseRow(_ row: Int, into builders: inout [ColumnBuilder], isNested: Bool) throws(HaystackError) -> Bool {
        guard try beginRow(isNested: isNested) else { return false }
        let last = builders.count - 1
        var position = 0
        while true {
            position &+= cursor.skipRun(of: UInt8(ascii: ","), atMost: last &- position)
            guard position < last else { break }
            try parseCell(row, into: &builders[position])
            position &+= 1
            if !cursor.skip(UInt8(ascii: ",")) {
                skipSpace()
                guard cursor.skip(UInt8(ascii: ",")) else { throw missingCells(position, of: builders.count) }
            }
        }
        try parseCell(row, into: &builders[last])
        if cursor.skip(UInt8(ascii: "\n")) { return true }
        return try endRow(isNested: isNested, cells: builders.count)
    }

    private mutating func beginRow(isNested: Bool) throws(HaystackError) -> Bool {
        while true {
            let start = cursor.position
            skipSpace()
            if cursor.isAtEnd { return false }
            if isNested, isAtGridEnd { return false }
            let hadComment = cursor.position > start && !isBlank(from: start)
            guard isAtNewline else { return true }
            _ = skipNewline()
            // A blank line ends the grid; a line with nothing but a comment does not.
            guard hadComment else { return false }
        }
    }

    private func isBlank(from start: Int) -> Bool {
        unsafe cursor.bytes(from: start, to: cursor.position).allSatisfy { $0 != UInt8(ascii: "/") }
    }

    private mutating func endRow(isNested: Bool, cells: Int) throws(HaystackError) -> Bool {
        skipSpace()
        if skipNewline() || cursor.isAtEnd || (isNested && isAtGridEnd) { return true }
        if cursor.current == UInt8(ascii: ",") {
            throw HaystackError(.syntax, "found more cells in a row than the \(cells) columns, expected the end of the line")
        }
        throw cursor.expected("a comma or the end of the row")
    }

    private func missingCells(_ found: Int, of expected: Int) -> HaystackError {
        guard isAtNewline || cursor.isAtEnd else { return cursor.expected("a comma or the end of the row") }
        return HaystackError(.syntax, "found \(found) cells in a row, expected \(expected), one for each column")
    }

    var isAtGridEnd: Bool {
        cursor.current == UInt8(ascii: ">") && cursor.peek(1) == UInt8(ascii: ">")
    }

    // MARK: - Cells

    /// Reads a cell into its column, without making a ``Value`` where the column can take less.
    @inline(__always)
    private mutating func parseCell(_ row: Int, into builder: inout ColumnBuilder) throws(HaystackError) {
        builder.skip(to: row)
        skipSpace()
        switch cursor.current {
        case UInt8(ascii: ","), UInt8(ascii: "\n"):
            builder.append(flag: .null)
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            try parseNumeric(into: &builder)
        case UInt8(ascii: "\""):
            try parseStr(into: &builder)
        case UInt8(ascii: "A")...UInt8(ascii: "Z"):
            try parseKeyword(into: &builder)
        case UInt8(ascii: "@"):
            try parseRef(into: &builder)
        default:
            try parseOther(into: &builder)
        }
    }

    private mutating func parseOther(into builder: inout ColumnBuilder) throws(HaystackError) {
        if isAtNewline || cursor.isAtEnd || isAtGridEnd {
            builder.append(flag: .null)
        } else {
            builder.append(try parseValue())
        }
    }

    private mutating func parseKeyword(into builder: inout ColumnBuilder) throws(HaystackError) {
        // One letter before a separator is the usual case: M, T, F, N, R.
        let next = cursor.peek(1)
        if next == UInt8(ascii: ",") || next == UInt8(ascii: "\n"), let flag = Flag(letter: cursor.current) {
            cursor.advance()
            builder.append(flag: flag)
        } else {
            builder.append(try parseValue())
        }
    }
}

extension Flag {
    /// The cell that one letter stands for.
    @inline(__always)
    fileprivate init?(letter: UInt8) {
        switch letter {
        case UInt8(ascii: "M"): self = .marker
        case UInt8(ascii: "T"): self = .yes
        case UInt8(ascii: "F"): self = .no
        case UInt8(ascii: "N"): self = .null
        case UInt8(ascii: "R"): self = .remove
        default: return nil
        }
    }
}
