import HaystackCore

/// The flags of a block of rows on their way into a document in which a flag is a byte: given by column, taken by row, as ``FlagRows`` does the
/// other way.
struct FlagColumns: Sendable {
    /// Bytes that may be read behind a row's cells.
    private static let step = RowPen.step

    private let columnCount: Int
    /// The cells one column after the other, and one row after the other; empty before the first is given.
    private var columns: [UInt8] = []
    private var rows: [UInt8] = []
    private let rowsPerColumn: Int
    private let stride: Int
    /// Whether all cells are null.
    private(set) var isClear = true

    init(columnCount: Int, rows: Int) {
        self.columnCount = columnCount
        rowsPerColumn = (rows + 7) / 8 * 8
        stride = FlagColumns.padded(columnCount) + FlagColumns.step
    }

    /// Columns are turned eight at a time.
    private static func padded(_ count: Int) -> Int { (count + 7) / 8 * 8 }

    /// Makes all cells null.
    mutating func clear() {
        guard !isClear else { return }
        isClear = true
        unsafe columns.withUnsafeMutableBufferPointer { unsafe $0.update(repeating: Flag.null.rawValue) }
        unsafe rows.withUnsafeMutableBufferPointer { unsafe $0.update(repeating: Flag.null.rawValue) }
    }

    /// Gives a column its flags.
    mutating func put(_ flags: ArraySlice<Flag>, in column: Int) {
        precondition(column < columnCount && flags.count <= rowsPerColumn)
        guard flags.contains(where: { $0 != .null }) else { return }
        makeRoom()
        unsafe flags.withUnsafeBytes { flags in
            unsafe columns.withUnsafeMutableBytes { columns in
                // Sound: there is room for as many rows a column. A flag is a byte, its number.
                unsafe UnsafeMutableRawBufferPointer(rebasing: columns[(column * rowsPerColumn)...]).copyMemory(from: flags)
            }
        }
    }

    mutating func put(_ flag: Flag, row: Int, column: Int) {
        precondition(column < columnCount && row < rowsPerColumn)
        makeRoom()
        columns[column * rowsPerColumn + row] = flag.rawValue
    }

    private mutating func makeRoom() {
        isClear = false
        guard columns.isEmpty else { return }
        columns = [UInt8](repeating: Flag.null.rawValue, count: FlagColumns.padded(columnCount) * rowsPerColumn)
        rows = [UInt8](repeating: Flag.null.rawValue, count: stride * rowsPerColumn)
    }

    /// Puts the cells of the first rows one row after the other.
    mutating func turn(rows count: Int) {
        guard !isClear else { return }
        unsafe columns.withUnsafeBytes { columns in
            unsafe rows.withUnsafeMutableBytes { rows in
                for column in Swift.stride(from: 0, to: columnCount, by: 8) {
                    for row in Swift.stride(from: 0, to: count, by: 8) {
                        // Sound: there is room for multiples of eight rows and columns, here and there.
                        var square = unsafe ByteSquare(
                            columns.baseAddress.unsafelyUnwrapped + column &* rowsPerColumn + row, stride: rowsPerColumn)
                        if square.all == 0 { continue }
                        square.transpose()
                        unsafe square.store(rows.baseAddress.unsafelyUnwrapped + row &* stride + column, stride: stride)
                    }
                }
            }
        }
    }

    /// Lends the cells one row after the other, of each so many bytes, more than there are columns. Not all of them may be null.
    func withRows<Result>(_ body: (_ first: UnsafePointer<UInt8>, _ stride: Int) -> Result) -> Result {
        precondition(!isClear)
        // Sound: a cell was given, so that there is a first row.
        return unsafe rows.withUnsafeBufferPointer { unsafe body($0.baseAddress.unsafelyUnwrapped, stride) }
    }
}
