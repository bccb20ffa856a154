import HaystackCore

/// Where the cells of some rows stand among a writer's bytes: told column by column, taken out row by row.
///
/// Writing a column's cells in one go asks for the column's kind once, not once a cell, and touches one array at a time. What many cells
/// share, such as a unit or a table's texts, is written once, before the first block, as an entry; a cell that is an entry needs no bytes of
/// its own. A null is only a bit that is not set: of sparse columns a row has few cells, and only those are looked at.
@safe
struct RowBlock: ~Copyable {
    /// The most rows taken at a time: as many as the bits of `nulls`.
    private static let rowLimit = 128
    /// Cells taken at a time, as long as that makes some rows: enough to make the loops worthwhile, few enough for the processor's cache.
    private static let cellLimit = 1 << 14

    private struct Piece {
        let start: Int
        let count: Int
    }

    private var entries: [Piece] = []
    /// Where the last entry or cell ends.
    private var end = 0
    private var entriesEnd = 0
    /// The cells, one column after the other; where a cell is null, whatever stood there.
    private let cells: UnsafeMutablePointer<Piece>
    /// For each row a bit a column, set where its cell is not null, in so many words.
    private let present: UnsafeMutablePointer<UInt64>
    private let wordsPerRow: Int
    private let columnCount: Int
    private var rowCount = 0
    /// The cell that is told next.
    private var row = 0
    private var column = 0
    /// What all cells that are not null have together, and how many are null.
    private var cellBytes = 0
    private var nullCount = 0
    /// Of the column that is told, a bit a row, set where its cell is null.
    private var nulls: UInt128 = 0
    /// Flags, nulls among them, where each is a byte in the document: they are null here, and are copied by runs.
    private var flags: FlagColumns?

    /// Rows to take at a time.
    let rowsAtOnce: Int

    /// - Parameters:
    ///   - rowCount: rows that will come.
    ///   - hasFlagBytes: whether a flag's number is the byte that stands for it in the document.
    init(columnCount: Int, rowCount: Int, hasFlagBytes: Bool) {
        self.columnCount = columnCount
        rowsAtOnce = min(max(rowCount, 1), max(16, min(RowBlock.rowLimit, RowBlock.cellLimit / max(columnCount, 1))))
        wordsPerRow = (columnCount + 63) / 64
        unsafe cells = .allocate(capacity: columnCount * rowsAtOnce)
        unsafe present = .allocate(capacity: wordsPerRow * rowsAtOnce)
        flags = hasFlagBytes ? FlagColumns(columnCount: columnCount, rows: rowsAtOnce) : nil
    }

    deinit {
        unsafe cells.deallocate()
        unsafe present.deallocate()
    }

    // MARK: - Entries

    /// The number that the next entry gets.
    var nextEntry: Int { entries.count }

    /// Says that what was written since the last call is an entry.
    mutating func endEntry(_ bytes: borrowing ByteSink) {
        entries.append(Piece(start: end, count: bytes.count - end))
        end = bytes.count
        entriesEnd = end
    }

    /// Whether a table's texts are worth being entries: where cells share them. Else each is written when its row is, into memory that is
    /// used again for every block, and those that no cell has are not written at all.
    static func areShared(_ tableCount: Int, by codes: [Int32]) -> Bool {
        tableCount <= 16 || tableCount * 2 <= Gap.entryCount(of: codes)
    }

    // MARK: - Cells

    /// Begins the next rows: forgets the cells before, and their bytes.
    mutating func begin(rows: Int, _ bytes: inout ByteSink) {
        precondition(rows <= rowsAtOnce)
        rowCount = rows
        row = 0
        column = 0
        nulls = 0
        cellBytes = 0
        nullCount = 0
        flags?.clear()
        bytes.removeAll(after: entriesEnd)
        end = entriesEnd
        // Sound: there is room for the words of as many rows.
        unsafe present.initialize(repeating: 0, count: wordsPerRow * rows)
    }

    /// Says that all cells of a column were told.
    mutating func endColumn() {
        precondition(row == rowCount && column < columnCount)
        let bit: UInt64 = 1 << UInt64(column % 64)
        let words = unsafe present + column / 64
        // Sound: there are words for as many rows, and the column has a bit in them.
        if nulls == 0 {
            for row in 0..<rowCount { unsafe words[row &* wordsPerRow] |= bit }
        } else {
            var rows = ~nulls & (UInt128.max >> UInt128(RowBlock.rowLimit - rowCount))
            while rows != 0 {
                unsafe words[rows.trailingZeroBitCount &* wordsPerRow] |= bit
                rows &= rows &- 1
            }
        }
        row = 0
        column += 1
        nulls = 0
    }

    /// Says that the next cells are null.
    @inline(__always)
    mutating func addNulls(_ count: Int = 1) {
        precondition(count >= 0 && row &+ count <= rowCount)
        if count > 0 { nulls |= (UInt128.max >> UInt128(truncatingIfNeeded: RowBlock.rowLimit &- count)) << UInt128(truncatingIfNeeded: row) }
        row &+= count
        nullCount &+= count
    }

    /// Says that what was written since the last cell is the next one.
    @inline(__always)
    mutating func endCell(_ bytes: borrowing ByteSink) {
        endCell(at: bytes.count)
    }

    @inline(__always)
    private mutating func endCell(at place: Int) {
        add(Piece(start: end, count: place &- end))
        end = place
    }

    /// Says that the next cell is an entry.
    @inline(__always)
    private mutating func addCell(entry: Int) {
        add(entries[entry])
    }

    /// Says that all cells of the column are flags. Where those are no bytes of the document, the first entries are those which are not null, in
    /// the order of their numbers.
    mutating func addCells(_ cells: ArraySlice<Flag>) {
        guard flags == nil else {
            flags?.put(cells, in: column)
            return addNulls(cells.count)
        }
        unsafe cells.withUnsafeBufferPointer { flags in
            unsafe flags.withMemoryRebound(to: UInt8.self) { flags in
                // Sound: the cursor does not leave this call. A flag is a byte, its number.
                var cursor = unsafe ByteCursor(flags)
                while true {
                    addNulls(cursor.skipRun(of: Flag.null.rawValue, atMost: cursor.remaining))
                    if cursor.isAtEnd { break }
                    addCell(entry: Int(cursor.current) &- 1)
                    cursor.advance()
                }
            }
        }
    }

    /// Says that the next cell is NA.
    @inline(__always)
    mutating func addNA() {
        if flags == nil { return addCell(entry: Int(Flag.na.rawValue) - 1) }
        flags?.put(.na, row: row, column: column)
        addNulls()
    }

    /// Says that the next cells are places in a column's table, or gaps.
    ///
    /// - Parameters:
    ///   - first: the number of the first of the table's entries; nil where its texts are none, so that `write` is to write them.
    ///   - write: appends the text of a place to the bytes, and says where they end then.
    @inline(__always)
    mutating func addCells(
        _ codes: ArraySlice<Int32>,
        first: Int?,
        write: (Int) throws(HaystackError) -> Int
    ) throws(HaystackError) {
        var gap = 0
        for code in codes {
            if code == Gap.nullCode {
                gap &+= 1
                continue
            }
            addNulls(gap)
            gap = 0
            if code < 0 {
                addNA()
            } else if let first {
                addCell(entry: first &+ Int(code))
            } else {
                endCell(at: try write(Int(code)))
            }
        }
        addNulls(gap)
    }

    @inline(__always)
    private mutating func add(_ cell: Piece) {
        precondition(row < rowCount && column < columnCount)
        // Sound: there is room for a cell for each column of each row, and these are a row and a column.
        unsafe cells[column &* rowCount &+ row] = cell
        row &+= 1
        cellBytes &+= cell.count
    }

    // MARK: - Rows

    /// How cells stand in a row.
    struct Layout {
        /// What null is.
        var null: UInt8?
        /// What follows each cell.
        var separator: UInt8?
        /// What follows the last cell of a row instead.
        var last: UInt8?
    }

    /// Appends the rows to a sink, once all columns have their cells.
    mutating func appendRows(of bytes: inout ByteSink, to sink: inout ByteSink, _ layout: Layout) {
        precondition(column == columnCount)
        flags?.turn(rows: rowCount)
        bytes.reserve(RowPen.step)
        let gap = (layout.null == nil ? 0 : 1) + (layout.separator == nil ? 0 : 1)
        let cellCount = rowCount * columnCount
        let size = cellBytes + (cellCount - nullCount) * (layout.separator == nil ? 0 : 1) + nullCount * gap
        unsafe bytes.withBytes { source in
            // Sound: the pen writes each cell, whose size is in `cellBytes`, each separator and each null once, and up to a step beyond.
            unsafe sink.append(upTo: size + RowPen.step) { room in
                guard let start = room.baseAddress, let source = source.baseAddress else { return 0 }
                var pen = unsafe RowPen(place: start, layout)
                if let flags, !flags.isClear {
                    // Sound: there are flags for a cell a column of as many rows.
                    unsafe flags.withRows { flags, stride in
                        for row in 0..<rowCount { unsafe write(row, from: source, flags + row &* stride, with: &pen) }
                    }
                } else {
                    for row in 0..<rowCount { unsafe write(row, from: source, nil, with: &pen) }
                }
                let written = unsafe pen.place - start
                precondition(written == size)
                return written
            }
        }
    }

    /// Writes a row, whose nulls are as they stand among the flags, where those are given.
    @inline(__always)
    private func write(_ row: Int, from source: UnsafePointer<UInt8>, _ flags: UnsafePointer<UInt8>?, with pen: inout RowPen) {
        var next = 0
        for word in 0..<wordsPerRow {
            // Sound: the words of all rows were set when the block began.
            var bits = unsafe present[row &* wordsPerRow &+ word]
            while bits != 0 {
                let column = word &* 64 &+ bits.trailingZeroBitCount
                bits &= bits &- 1
                if column > next { unsafe pen.write(nulls: column &- next, flags, next) }
                next = column &+ 1
                // Sound: the bit says that the cell is there; it lies within the bytes written, behind which a step may be read.
                let cell = unsafe cells[column &* rowCount &+ row]
                unsafe pen.write(source + cell.start, cell.count)
            }
        }
        if columnCount > next { unsafe pen.write(nulls: columnCount &- next, flags, next) }
        pen.endRow()
    }
}
