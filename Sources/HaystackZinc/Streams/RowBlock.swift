import HaystackCore

/// Where the cells of some rows stand among a writer's bytes: told column by column, taken out row by row.
///
/// Writing a column's cells in one go asks for the column's kind once, not once a cell, and touches one array at a time. What many cells
/// share, such as a table's texts, is written once, before the first block, as an entry; a cell that is an entry needs no bytes of its own.
@safe
struct RowBlock: ~Copyable {
    /// Rows taken at a time: enough to make the loops worthwhile, few enough to stay in the processor's cache.
    static let rowLimit = 128

    private struct Piece {
        let start: Int
        let count: Int
    }

    private var entries: [Piece] = []
    /// Where the last entry or cell ends.
    private var end = 0
    private var entriesEnd = 0
    /// The cells, one column after the other.
    private let cells: UnsafeMutablePointer<Piece>
    private let capacity: Int
    private var count = 0
    private var rowCount = 0
    private let columnCount: Int

    init(columnCount: Int) {
        self.columnCount = columnCount
        capacity = columnCount * RowBlock.rowLimit
        unsafe cells = .allocate(capacity: capacity)
    }

    deinit {
        unsafe cells.deallocate()
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

    // MARK: - Cells

    /// Begins the next rows: forgets the cells before, and their bytes.
    mutating func begin(rows: Int, _ bytes: inout ByteSink) {
        precondition(rows <= RowBlock.rowLimit)
        rowCount = rows
        count = 0
        bytes.removeAll(after: entriesEnd)
        end = entriesEnd
    }

    /// Says that what was written since the last cell is the next one.
    @inline(__always)
    mutating func endCell(_ bytes: borrowing ByteSink) {
        add(Piece(start: end, count: bytes.count &- end))
        end = bytes.count
    }

    /// Says that the next cell is an entry.
    @inline(__always)
    mutating func addCell(entry: Int) {
        add(entries[entry])
    }

    /// Says that the next cell is a flag: the first entries are the flags, in the order of their numbers.
    @inline(__always)
    mutating func addCell(_ flag: Flag) {
        addCell(entry: Int(flag.rawValue))
    }

    /// Says that the next cell is a place in a column's table, or a gap.
    @inline(__always)
    mutating func addCell(code: Int32, first: Int) {
        switch code {
        case Gap.nullCode: addCell(.null)
        case Gap.naCode: addCell(.na)
        default: addCell(entry: first &+ Int(code))
        }
    }

    @inline(__always)
    private mutating func add(_ cell: Piece) {
        precondition(count < capacity)
        // Sound: there is room for `capacity` cells.
        unsafe (cells + count).initialize(to: cell)
        count &+= 1
    }

    // MARK: - Rows

    /// Appends the rows to a sink, once all columns have their cells: after each cell a separator, after the last one another.
    mutating func appendRows(of bytes: inout ByteSink, to sink: inout ByteSink, separator: UInt8?, last: UInt8?) {
        precondition(count == columnCount * rowCount)
        bytes.reserve(ByteSink.cellLimit)
        for row in 0..<rowCount {
            for column in 0..<columnCount {
                // Sound: the cells of all columns and rows are there, as checked above.
                let cell = unsafe cells[column &* rowCount &+ row]
                sink.append(cell: bytes, from: cell.start, count: cell.count)
                if let separator { sink.append(reserved: separator) }
            }
            if let last { sink.overwrite(at: sink.count - 1, with: last) }
        }
    }
}
