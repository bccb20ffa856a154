public import HaystackCore

/// Reads a Brio grid from pieces of bytes, in batches of rows, in the memory of a batch.
///
/// A pure state machine, used like ``ZincBatchParser``: each batch is a grid with the document's meta and columns and the next of its rows.
public struct BrioBatchParser: Sendable {
    private enum Stage { case header, rows, trailer, done }

    private let options: Brio.Options
    private let batchRows: Int
    private var buffer = PieceBuffer()
    private var stage = Stage.header
    private var header: BrioReader.Header?
    private var columns: [BrioColumnReader] = []
    /// The flags of the rows from one on, which the columns have not got yet.
    private var flags = FlagRows(columnCount: 0)
    private var firstFlagRow = 0
    private var rowCount = 0
    private var rowsLeft = 0
    private var gaveBatch = false

    /// Makes a parser.
    ///
    /// - Parameters:
    ///   - batchRows: the most rows of a batch.
    ///   - options: how characters are counted, constants, and limits on depth and on the bytes of a row or of the header.
    public init(batchRows: Int = 4096, options: Brio.Options = Brio.Options()) {
        self.batchRows = max(1, batchRows)
        self.options = options
    }

    /// Takes the next piece of bytes.
    public mutating func append(_ bytes: [UInt8]) {
        buffer.append(bytes)
    }

    /// Says that there are no more pieces.
    public mutating func finish() {
        buffer.finish()
    }

    /// The next batch; nil where it needs more pieces, or where the document has ended.
    ///
    /// - Throws: as ``Brio/decode(_:options:)``, with the offset in all bytes; `.mismatch` where they hold no grid.
    public mutating func next() throws(HaystackError) -> Grid? {
        while stage != .done, buffer.isWorthTrying {
            let isRead = try attempt()
            if rowCount == batchRows || (stage == .trailer && (rowCount > 0 || !gaveBatch)) { return try batch() }
            guard isRead else { break }
        }
        return nil
    }

    private mutating func batch() throws(HaystackError) -> Grid {
        guard let header else { return Grid() }
        giveFlags()
        // Rows without columns have no cells to wait for.
        let rows = columns.isEmpty ? header.rows : rowCount
        var filled: [Column] = []
        for (position, head) in header.heads.enumerated() {
            filled.append(Column(head.name, meta: head.meta, storage: columns[position].finish(rowCount: rows)))
        }
        columns = header.heads.map { _ in BrioColumnReader(capacity: 0) }
        gaveBatch = true
        rowCount = 0
        firstFlagRow = 0
        return try Grid(meta: header.meta, columns: filled, rowCount: rows)
    }

    // MARK: - Reading as far as the pieces go

    private mutating func attempt() throws(HaystackError) -> Bool {
        let bytes = buffer.bytes
        return try unsafe bytes.withUnsafeBufferPointer { pointer throws(HaystackError) in
            // Sound: the reader does not leave this call, in which the array lends its bytes.
            var cursor = unsafe ByteCursor(pointer)
            cursor.position = buffer.start
            var reader = BrioReader(cursor, options: options)
            do throws(HaystackError) {
                try read(&reader)
                return true
            } catch {
                guard !buffer.isFinal, error.code == .unexpectedEnd else { throw ended(by: placed(error)) }
                for position in columns.indices { columns[position].truncate(to: rowCount) }
                buffer.failed()
                guard buffer.unread <= options.limits.size else { throw ended(by: placed(tooLong(at: buffer.start))) }
                return false
            }
        }
    }

    private mutating func read(_ reader: inout BrioReader) throws(HaystackError) {
        switch stage {
        case .header:
            let found = try reader.readGridHeader()
            header = found
            columns = found.heads.map { _ in BrioColumnReader(capacity: 0) }
            flags = FlagRows(columnCount: columns.count)
            rowsLeft = found.heads.isEmpty ? 0 : found.rows
            stage = rowsLeft == 0 ? .trailer : .rows
        case .rows: try readRows(&reader)
        case .trailer:
            try reader.readGridEnd(isFinal: buffer.isFinal)
            stage = .done
        case .done: break
        }
        buffer.read(to: reader.cursor.position)
    }

    private mutating func readRows(_ reader: inout BrioReader) throws(HaystackError) {
        while rowsLeft > 0, rowCount < batchRows {
            // A row stands in a grid, which counts as a level.
            let row = rowCount
            if row - firstFlagRow == flags.capacity { giveFlags() }
            try unsafe columns.withUnsafeMutableBufferPointer { columns throws(HaystackError) in
                try unsafe flags.withRows { cells, stride throws(HaystackError) in
                    // Sound: the row is one of as many as there are cells for.
                    unsafe try reader.readRow(row, into: columns, cells + (row - firstFlagRow) * stride, depth: 1)
                }
            }
            buffer.read(to: reader.cursor.position)
            rowCount += 1
            rowsLeft -= 1
        }
        if rowsLeft == 0 { stage = .trailer }
    }

    private mutating func giveFlags() {
        let first = firstFlagRow
        firstFlagRow = rowCount
        unsafe columns.withUnsafeMutableBufferPointer { unsafe BrioColumnReader.give(flags, rows: rowCount - first, from: first, to: $0) }
        flags.clear()
    }

    private func tooLong(at place: Int) -> HaystackError {
        HaystackError(.limit, "found a row of more than \(options.limits.size) bytes; raise the size limit if this is meant", at: .offset(place))
    }

    /// After an error there is nothing more to read.
    private mutating func ended(by error: HaystackError) -> HaystackError {
        stage = .done
        return error
    }

    /// The error with its offset in all bytes.
    private func placed(_ error: HaystackError) -> HaystackError {
        guard case .offset(let offset) = error.position else { return error }
        return HaystackError(error.code, error.message, at: .offset(offset + buffer.droppedBytes))
    }
}
