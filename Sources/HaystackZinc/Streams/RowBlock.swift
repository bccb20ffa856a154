import HaystackCore

/// Some rows of a grid as text or bytes: put in column by column, taken out row by row.
///
/// Writing a column's cells in one go asks for the column's kind once, not once a cell, and touches one array at a time.
struct RowBlock: ~Copyable {
    /// Rows put in at a time: enough to make the loops worthwhile, few enough to stay in the processor's cache.
    static let rowLimit = 128

    /// The cells' bytes, one column after the other.
    var bytes = ByteSink(capacity: 4096)
    /// Where each cell ends, in the same order.
    private var ends: [Int] = []
    private var rowCount = 0

    /// Empties the block for the next rows.
    mutating func begin(rows: Int) {
        rowCount = rows
        bytes.removeAll()
        ends.removeAll(keepingCapacity: true)
    }

    /// Says that what was appended to the bytes since the last call is a cell.
    @inline(__always)
    mutating func endCell() {
        ends.append(bytes.count)
    }

    /// Appends a cell to a sink, and says how long it is.
    @inline(__always)
    func copy(column: Int, row: Int, to sink: inout ByteSink) {
        let index = column &* rowCount &+ row
        let start = index == 0 ? 0 : ends[index &- 1]
        let end = ends[index]
        if start < end { sink.append(bytes, from: start, to: end) }
    }
}

/// Bytes that are the same for many cells: units, zones, and the entries of a table.
struct CellText {
    private let bytes: [UInt8]
    private let bounds: [Int]

    /// The entries that stand in a sink one after the other, each up to its bound.
    init(_ sink: borrowing ByteSink, bounds: [Int]) {
        bytes = sink.makeArray()
        self.bounds = [0] + bounds
    }

    @inline(__always)
    func append(_ entry: Int, to sink: inout ByteSink) {
        sink.append(bytes, from: bounds[entry], to: bounds[entry &+ 1])
    }
}
