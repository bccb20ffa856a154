public import HaystackCore

/// Reads a Zinc grid from pieces of text, in batches of rows, in the memory of a batch.
///
/// A pure state machine: it takes bytes and gives grids. Each batch is a grid with the document's meta and columns and the next of its
/// rows; a document gives at least one batch, which is empty where it has no rows. Pieces may be cut anywhere.
///
/// ```swift
/// var parser = ZincBatchParser()
/// for piece in pieces {
///     parser.append(piece)
///     while let batch = try parser.next() { use(batch) }
/// }
/// parser.finish()
/// while let batch = try parser.next() { use(batch) }
/// ```
public struct ZincBatchParser: Sendable {
    private enum Stage { case header, rows, trailer, done }

    private let limits: CodecLimits
    private let batchRows: Int
    private var buffer = PieceBuffer()
    private var stage = Stage.header
    private var header = ZincHeader(meta: [:], columns: [])
    private var builders: [ColumnBuilder] = []
    private var rowCount = 0
    private var isVersion2 = false
    private var gaveBatch = false

    /// Makes a parser.
    ///
    /// - Parameters:
    ///   - batchRows: the most rows of a batch.
    ///   - limits: on depth, and on the bytes of a row or of the header.
    public init(batchRows: Int = 4096, limits: CodecLimits = CodecLimits()) {
        self.batchRows = max(1, batchRows)
        self.limits = limits
    }

    /// Takes the next piece of text.
    public mutating func append(_ bytes: [UInt8]) {
        buffer.append(bytes)
    }

    /// Says that there are no more pieces.
    public mutating func finish() {
        buffer.finish()
    }

    /// The next batch; nil where it needs more pieces, or where the document has ended.
    ///
    /// - Throws: as ``Zinc/decode(_:limits:)``, with line and column in the whole text.
    public mutating func next() throws(HaystackError) -> Grid? {
        while stage != .done, buffer.isWorthTrying {
            let isRead = try attempt()
            if rowCount == batchRows || (stage == .trailer && (rowCount > 0 || !gaveBatch)) { return try batch() }
            guard isRead else { break }
        }
        return nil
    }

    private mutating func batch() throws(HaystackError) -> Grid {
        var columns: [Column] = []
        columns.reserveCapacity(builders.count)
        for (position, column) in header.columns.enumerated() {
            columns.append(Column(column.name, meta: column.meta, storage: builders[position].finish(rowCount: rowCount)))
        }
        let batch = try Grid(meta: header.meta, columns: columns, rowCount: rowCount)
        gaveBatch = true
        rowCount = 0
        return batch
    }

    // MARK: - Reading as far as the pieces go

    /// Reads on in the present stage. False where that needs more pieces.
    private mutating func attempt() throws(HaystackError) -> Bool {
        let bytes = buffer.bytes
        // A cell that is cut within would read as another, and the column take the form for that: "5k" of "5kW".
        let end = buffer.isFinal ? bytes.count : buffer.linesEnd
        return try unsafe bytes.withUnsafeBufferPointer { pointer throws(HaystackError) in
            // Sound: the parser does not leave this call, in which the array lends its bytes, and `end` lies within them.
            var parser = unsafe ZincParser(UnsafeBufferPointer(rebasing: pointer[..<end]), limits: limits)
            parser.cursor.position = buffer.start
            parser.isVersion2 = isVersion2
            do throws(HaystackError) {
                try read(&parser)
                return true
            } catch {
                guard !buffer.isFinal, !parser.isDecided(error) else { throw ended(by: placed(error, &parser)) }
                for position in builders.indices { builders[position].truncate(to: rowCount) }
                buffer.failed()
                guard buffer.unread <= limits.size else { throw ended(by: placed(tooLong, &parser)) }
                return false
            }
        }
    }

    private mutating func read(_ parser: inout ZincParser) throws(HaystackError) {
        switch stage {
        case .header: try readHeader(&parser)
        case .rows: try readRows(&parser)
        case .trailer: try readTrailer(&parser)
        case .done: break
        }
    }

    private mutating func readHeader(_ parser: inout ZincParser) throws(HaystackError) {
        parser.skipDocumentStart()
        let found = try parser.parseHeader()
        try checkWhole(parser)
        header = found
        isVersion2 = parser.isVersion2
        builders = [ColumnBuilder](repeating: ColumnBuilder(), count: found.columns.count)
        stage = .rows
        buffer.read(to: parser.cursor.position)
    }

    private mutating func readRows(_ parser: inout ZincParser) throws(HaystackError) {
        // A row stands in a grid, which counts as a level.
        parser.depth = 1
        while rowCount < batchRows {
            let isRow = try parser.parseRow(rowCount, into: &builders, isNested: false)
            guard isRow else {
                try parser.checkCommentsEnd()
                // The end of the pieces so far is not the end of the grid; a blank line is, or the end of all.
                guard buffer.isFinal || !parser.cursor.isAtEnd else { throw parser.cursor.expected("another row") }
                stage = .trailer
                return buffer.read(to: parser.cursor.position)
            }
            try checkWhole(parser)
            buffer.read(to: parser.cursor.position)
            rowCount += 1
        }
    }

    private mutating func readTrailer(_ parser: inout ZincParser) throws(HaystackError) {
        try parser.parseDocumentEnd()
        guard buffer.isFinal else { throw parser.cursor.expected("the end of the input") }
        buffer.read(to: parser.cursor.position)
        stage = .done
    }

    /// What was read up to the end of the pieces so far is whole only if a newline ended it.
    private func checkWhole(_ parser: ZincParser) throws(HaystackError) {
        try parser.checkCommentsEnd()
        guard buffer.isFinal || !parser.cursor.isAtEnd || parser.cursor.peek(-1) == UInt8(ascii: "\n") else {
            throw parser.cursor.expected("more text")
        }
    }

    private var tooLong: HaystackError {
        HaystackError(.limit, "found a row of more than \(limits.size) bytes; raise the size limit if this is meant")
    }

    /// After an error there is nothing more to read.
    private mutating func ended(by error: HaystackError) -> HaystackError {
        stage = .done
        return error
    }

    /// The error with its place in the whole text. Bytes are dropped up to the start of a line.
    private func placed(_ error: HaystackError, _ parser: inout ZincParser) -> HaystackError {
        guard case .text(let line, let column) = parser.located(error).position else { return error }
        return HaystackError(error.code, error.message, at: .text(line: line + buffer.droppedLines, column: column))
    }
}

extension ZincParser {
    /// Whether an error stays one whatever text follows. Only strings, comments and brackets go on over the end of a line, and where one
    /// of these is open, what is missed is the end of the input.
    fileprivate func isDecided(_ error: HaystackError) -> Bool {
        guard error.code != .unexpectedEnd, !isInComment else { return false }
        let from = min(cursor.position, cursor.end)
        return unsafe cursor.bytes(from: from, to: cursor.end).contains(UInt8(ascii: "\n"))
    }
}
