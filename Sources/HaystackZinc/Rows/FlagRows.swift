import HaystackCore

/// Flags of some rows, a byte a cell: what stands in a Brio document where a cell is null, Marker, NA, Remove or a Bool.
///
/// A row is taken from a document by runs of many cells, and columns get theirs by many rows: between the two the bytes change places eight by
/// eight. Cells that are no flags are null here. ``FlagColumns`` is the way back.
struct FlagRows: Sendable {
    /// Columns from which on it is faster to take flags by runs than one by one.
    static let worthwhileCount = 16
    /// Bytes that are read and written at once behind a row's place.
    static let step = 8
    /// The most rows.
    private static let rowLimit = 128
    /// Cells, as long as that makes some rows: few enough for the processor's cache.
    private static let cellLimit = 1 << 15

    private var bytes: [UInt8]
    /// Whether any row was given cells since all became null.
    private var isClear = true
    private let stride: Int
    private let columnCount: Int
    /// Rows that there is room for, a multiple of eight.
    let capacity: Int

    /// - Parameter rows: the most rows that will come, where that is known.
    init(columnCount: Int, rows: Int = FlagRows.rowLimit) {
        self.columnCount = columnCount
        stride = columnCount + FlagRows.step
        let limit = max(8, min(FlagRows.rowLimit, FlagRows.cellLimit / stride, rows))
        capacity = (limit + 7) / 8 * 8
        bytes = [UInt8](repeating: 0, count: capacity * stride)
    }

    /// Lends the cells, which are null at first. A row is so many bytes, of which the last ones are room for a step.
    ///
    /// - Parameter body: says whether it gave cells.
    @inline(__always)
    mutating func withRows(_ body: (_ first: UnsafeMutablePointer<UInt8>, _ stride: Int) throws(HaystackError) -> Bool) throws(HaystackError) {
        // Till the body says otherwise: a row that could not be read whole may have got some.
        let wasClear = isClear
        isClear = false
        let stride = stride
        let isGiven = try unsafe bytes.withUnsafeMutableBufferPointer { bytes throws(HaystackError) in
            // Sound: there is room for eight rows at least.
            try unsafe body(bytes.baseAddress.unsafelyUnwrapped, stride)
        }
        isClear = wasClear && !isGiven
    }

    /// Makes all cells null.
    mutating func clear() {
        guard !isClear else { return }
        isClear = true
        unsafe bytes.withUnsafeMutableBufferPointer { unsafe $0.update(repeating: Flag.null.rawValue) }
    }

    // MARK: - By column

    /// Gives each column that has flags in the first rows the flags of those rows.
    func forEachColumn(rows: Int, _ body: (_ column: Int, _ flags: UnsafeBufferPointer<UInt8>) -> Void) {
        precondition(rows <= capacity)
        guard !isClear else { return }
        unsafe withUnsafeTemporaryAllocation(byteCount: capacity * 8, alignment: 8) { room in
            for first in Swift.stride(from: 0, to: columnCount, by: 8) {
                let used = unsafe turn(rows: rows, from: first, into: room)
                for column in first..<min(first + 8, columnCount) where used >> UInt64((column - first) * 8) & 0xff != 0 {
                    let start = (column - first) * capacity
                    unsafe body(column, UnsafeRawBufferPointer(rebasing: room[start..<start + rows]).bindMemory(to: UInt8.self))
                }
            }
        }
    }

    /// Puts eight columns one after the other, each with room for all rows; returns a word of what all their flags have in common.
    private func turn(rows: Int, from first: Int, into room: UnsafeMutableRawBufferPointer) -> UInt64 {
        var used: UInt64 = 0
        unsafe bytes.withUnsafeBytes { bytes in
            for row in Swift.stride(from: 0, to: rows, by: 8) {
                // Sound: there is room for a multiple of eight rows, here and there, and a row has a step behind its cells.
                var square = unsafe ByteSquare(bytes.baseAddress.unsafelyUnwrapped + row &* stride + first, stride: stride)
                used |= square.all
                square.transpose()
                unsafe square.store(room.baseAddress.unsafelyUnwrapped + row, stride: capacity)
            }
        }
        return used
    }
}
