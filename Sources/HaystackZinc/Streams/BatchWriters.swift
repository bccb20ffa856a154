public import HaystackCore

/// Writes a Zinc grid in pieces: the header once, then the rows of each batch.
///
/// ```swift
/// sink.write(try ZincBatchWriter.header(of: first))
/// for batch in batches { sink.write(try ZincBatchWriter.rows(of: batch)) }
/// ```
public enum ZincBatchWriter {
    /// The meta and column lines, as the first batch has them.
    ///
    /// - Throws: `.notEncodable` where a name or value of meta has no text in Zinc.
    public static func header(of grid: Grid) throws(HaystackError) -> [UInt8] {
        var writer = ZincWriter()
        try writer.writeHeader(meta: grid.meta, columns: grid.columns)
        return writer.sink.takeArray()
    }

    /// The rows of a batch, a line each.
    ///
    /// - Throws: `.notEncodable` where a cell has no text in Zinc.
    public static func rows(of batch: Grid) throws(HaystackError) -> [UInt8] {
        guard !batch.columns.isEmpty else { return [] }
        var writer = ZincWriter(capacity: 64 * batch.rowCount)
        var rows = try ZincRows(batch.columns)
        try rows.write(0..<batch.rowCount, to: &writer)
        return writer.sink.takeArray()
    }
}

/// Writes a Brio grid in pieces: the header once, then the cells of each batch, then the end.
///
/// Brio says the number of rows before the first one, so that it must be known when the header is written.
public struct BrioBatchWriter: Sendable {
    private let writer: BrioWriter

    /// Makes a writer.
    public init(options: Brio.Options = Brio.Options()) {
        writer = BrioWriter(options)
    }

    /// What stands before the rows: the meta and columns as the first batch has them, and the number of rows of all batches.
    ///
    /// - Throws: `.limit` as ``Brio/encode(_:options:)``.
    public func header(of grid: Grid, rowCount: Int) throws(HaystackError) -> [UInt8] {
        var sink = ByteSink()
        try writer.writeHeader(meta: grid.meta, columns: grid.columns, rowCount: rowCount, depth: 0, to: &sink)
        return sink.takeArray()
    }

    /// The cells of a batch.
    ///
    /// - Throws: `.limit` as ``Brio/encode(_:options:)``.
    public func rows(of batch: Grid) throws(HaystackError) -> [UInt8] {
        var sink = ByteSink(capacity: 64 * batch.rowCount)
        var rows = BrioRows(batch.columns, writer)
        try rows.write(0..<batch.rowCount, by: writer, depth: 1, to: &sink)
        return sink.takeArray()
    }

    /// What stands behind the rows.
    public var end: [UInt8] { [BrioBracket.closeGrid.rawValue] }
}
