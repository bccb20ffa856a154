/// The cells of a column that is being built, all of one form, by row. Rows to which no cell was put are null, and need not be told: what
/// sparse columns have.
@usableFromInline
package struct CellArray<Cell: BitwiseCopyable & Sendable & Equatable>: Sendable {
    /// The cells put so far, those between them, and some ahead, which are null.
    @usableFromInline var cells: [Cell] = []
    @usableFromInline let null: Cell

    /// Rows made ahead: a few lines of the processor's cache.
    @inlinable static var step: Int { 64 }

    init(null: Cell) {
        self.null = null
    }

    /// Puts a cell to a row.
    ///
    /// - Parameter capacity: how many rows will come, where that is known.
    @inlinable @inline(__always)
    mutating func put(_ cell: Cell, at row: Int, capacity: Int) {
        if row >= cells.count { extend(beyond: row, capacity: capacity) }
        cells[row] = cell
    }

    @inlinable @inline(never)
    mutating func extend(beyond row: Int, capacity: Int) {
        if cells.isEmpty { cells.reserveCapacity(capacity) }
        // Not beyond the rows that will come: the array would have to move.
        let ahead = row < capacity ? min(row &+ CellArray.step, capacity) : row &+ CellArray.step
        cells.append(contentsOf: repeatElement(null, count: ahead &- cells.count))
    }

    /// Puts cells to the rows from one on.
    mutating func put(_ more: UnsafeBufferPointer<Cell>, at row: Int, capacity: Int) {
        if row >= cells.count {
            if cells.isEmpty { cells.reserveCapacity(max(capacity, row + more.count)) }
            if row > cells.count { cells.append(contentsOf: repeatElement(null, count: row - cells.count)) }
            unsafe cells.append(contentsOf: more)
        } else {
            for place in 0..<more.count {
                let cell = unsafe more[place]
                if cell != null { put(cell, at: row + place, capacity: capacity) }
            }
        }
    }

    /// Takes back the cells from a row on.
    mutating func truncate(to row: Int) {
        if cells.count > row { cells.removeLast(cells.count - row) }
    }

    /// Whether all cells put are null or this one.
    func holdsNothing(but cell: Cell) -> Bool { cells.allSatisfy { $0 == null || $0 == cell } }

    /// The cells of so many rows, after which there are none.
    mutating func finish(rows: Int) -> [Cell] {
        truncate(to: rows)
        cells.append(contentsOf: repeatElement(null, count: rows - cells.count))
        let finished = cells
        cells = []
        return finished
    }
}
