import HaystackCore

extension BrioReader {
    /// Reads a grid after its control byte.
    ///
    /// What does not read other values is apart, so that grids inside grids need little of the stack.
    mutating func readGrid(depth: Int) throws(HaystackError) -> Grid {
        let inner = try enter(depth)
        let shape = try readShape()
        let meta = try readMeta(depth: inner)
        let heads = try readHeads(shape.columns, depth: inner)
        try check(shape)
        let cells = try readCells(shape, depth: inner)
        return try finish(meta, heads, cells, rows: shape.rows)
    }

    private struct Shape {
        let columns: Int
        let rows: Int
        /// Where the rows' number stands.
        let place: Int
    }

    private mutating func readShape() throws(HaystackError) -> Shape {
        try readBracket(.openGrid)
        let columns = try readCount("columns")
        let place = cursor.position
        return Shape(columns: columns, rows: try readVarint("rows"), place: place)
    }

    private mutating func finish(
        _ meta: Dict,
        _ heads: [(name: String, meta: Dict)],
        _ cells: [ColumnStorage],
        rows: Int
    ) throws(HaystackError) -> Grid {
        try readBracket(.closeGrid)
        let columns = zip(heads, cells).map { Column($0.name, meta: $0.meta, storage: $1) }
        return try Grid(meta: meta, columns: columns, rowCount: rows)
    }

    /// Reads the columns' names and meta.
    private mutating func readHeads(_ count: Int, depth: Int) throws(HaystackError) -> [(name: String, meta: Dict)] {
        var heads: [(name: String, meta: Dict)] = []
        heads.reserveCapacity(reservation(count))
        var names: Set<String> = []
        for _ in 0..<count {
            let name = try readName(&names)
            heads.append((name: name, meta: try readMeta(depth: depth)))
        }
        return heads
    }

    private mutating func readName(_ names: inout Set<String>) throws(HaystackError) -> String {
        let place = cursor.position
        let name = try readString()
        guard names.insert(name).inserted else {
            throw syntax("found a second column named '\(name)', expected each name once", at: place)
        }
        return name
    }

    private func check(_ shape: Shape) throws(HaystackError) {
        let (columns, rows) = (shape.columns, shape.rows)
        if columns == 0 {
            guard rows <= BrioBound.rowsWithoutColumns else {
                throw HaystackError(
                    .limit,
                    "found \(rows) rows without columns, expected at most \(BrioBound.rowsWithoutColumns)",
                    at: .offset(shape.place)
                )
            }
        } else {
            let (cells, overflow) = rows.multipliedReportingOverflow(by: columns)
            guard !overflow, cells <= cursor.remaining else {
                throw endsEarly("the cells of \(rows) rows of \(columns) columns, which need a byte each at least")
            }
        }
    }

    private mutating func readCells(_ shape: Shape, depth: Int) throws(HaystackError) -> [ColumnStorage] {
        let (count, rows) = (shape.columns, shape.rows)
        var columns: [BrioColumnReader] = []
        columns.reserveCapacity(count)
        for _ in 0..<count { columns.append(BrioColumnReader(capacity: reservation(rows), document: document)) }
        guard count > 0 else { return [] }
        try unsafe columns.withUnsafeMutableBufferPointer { columns throws(HaystackError) in
            if count < FlagRows.worthwhileCount {
                for row in 0..<rows { unsafe try readRow(row, into: columns, depth: depth) }
            } else {
                unsafe try readWideRows(rows, into: columns, depth: depth)
            }
        }
        return share(columns.indices.map { columns[$0].finish(rowCount: rows) })
    }

    /// Reads rows with their flags by runs, which the columns get after some rows each.
    private mutating func readWideRows(_ rows: Int, into columns: UnsafeMutableBufferPointer<BrioColumnReader>, depth: Int) throws(HaystackError) {
        var flags = FlagRows(columnCount: columns.count, rows: rows)
        for first in stride(from: 0, to: rows, by: flags.capacity) {
            flags.clear()
            let some = min(flags.capacity, rows - first)
            try unsafe flags.withRows { cells, stride throws(HaystackError) in
                var isGiven = false
                for row in 0..<some {
                    // Sound: there are cells for as many rows.
                    if unsafe try readRow(first &+ row, into: columns, cells + row &* stride, depth: depth) { isGiven = true }
                }
                return isGiven
            }
            unsafe BrioColumnReader.give(flags, rows: some, from: first, to: columns)
        }
    }

    /// Columns whose texts stand in the document. They share it where it is mostly their texts, so that what is kept is at most about twice as
    /// much; else the texts are copied.
    private func share(_ columns: [ColumnStorage]) -> [ColumnStorage] {
        let size = columns.reduce(0) { $0 + $1.sharedSize }
        return size > document.count / 2 ? columns : columns.map(\.owned)
    }
}

extension BrioReader {
    /// Reads a row cell by cell.
    @inline(__always)
    private mutating func readRow(_ row: Int, into columns: UnsafeMutableBufferPointer<BrioColumnReader>, depth: Int) throws(HaystackError) {
        for position in 0..<columns.count {
            // Sound: the position is less than the count.
            try unsafe columns[position].readCell(row, from: &self, depth: depth)
        }
    }

    /// Reads a row: its flags into cells of flags, for the columns to get later, the other cells into the columns; says whether it had flags.
    ///
    /// The columns are lent as a buffer, so that nobody need ask for each cell whether their array is shared.
    @inline(__always)
    mutating func readRow(
        _ row: Int,
        into columns: UnsafeMutableBufferPointer<BrioColumnReader>,
        _ flags: UnsafeMutablePointer<UInt8>,
        depth: Int
    ) throws(HaystackError) -> Bool {
        var position = 0
        var flagCount = 0
        while position < columns.count {
            if cursor.current <= BrioControl.yes.rawValue {
                // Sound: a row of flags has a cell a column, and room for a step behind.
                let run = unsafe cursor.copyRun(upTo: BrioControl.yes.rawValue, atMost: columns.count &- position, to: flags + position)
                position &+= run
                flagCount &+= run
                if position == columns.count { break }
            }
            // Sound: the position is less than the count.
            try unsafe columns[position].readCell(row, from: &self, depth: depth)
            position &+= 1
        }
        return flagCount > 0
    }

    // MARK: - Grids in pieces

    /// What stands before a grid's rows.
    struct Header: Sendable {
        let meta: Dict
        let heads: [(name: String, meta: Dict)]
        let rows: Int
    }

    /// Reads a grid up to its first row.
    mutating func readGridHeader() throws(HaystackError) -> Header {
        let control = try readControl()
        guard control == .grid else {
            throw HaystackError(.mismatch, "found another kind of value, expected a grid, which starts with the byte 24", at: .offset(cursor.position - 1))
        }
        let inner = try enter(0)
        let shape = try readShape()
        let meta = try readMeta(depth: inner)
        let heads = try readHeads(shape.columns, depth: inner)
        // The bytes of the cells need not have come yet; without columns there are none to come.
        if shape.columns == 0 { try check(shape) }
        return Header(meta: meta, heads: heads, rows: shape.rows)
    }

    /// Reads what stands behind a grid's last row, and sees that it is the end of the input.
    mutating func readGridEnd(isFinal: Bool) throws(HaystackError) {
        try readBracket(.closeGrid)
        guard cursor.isAtEnd else {
            throw syntax("found \(cursor.remaining) bytes or more after the value, expected the end of the input")
        }
        if !isFinal { throw endsEarly("the end of the input") }
    }
}
