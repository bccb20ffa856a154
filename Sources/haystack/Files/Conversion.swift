import Foundation
import HaystackCore
import HaystackZinc

/// Converts a grid from one format to another batch by batch, in memory that does not grow with it; other values as a whole.
struct Conversion {
    let input: String
    let from: DataFormat?
    let output: String
    let to: DataFormat
    let constants: Brio.Constants?

    /// - Parameter progress: is told how many rows have been converted.
    func run(progress: (Int) -> Void) throws {
        var source = try ByteSource(path: input)
        do {
            let start = try source.peek()
            let format = from ?? DataFormat(path: input) ?? DataFormat(bytes: start)
            if format.isGrid(start) {
                try convertGrid(&source, from: format, progress)
            } else {
                let value = try format.decode(try source.rest(), constants: constants)
                var target = try ByteTarget(path: output)
                try target.write(try to.encode(value, constants: constants))
                try target.finish()
            }
        } catch let error as HaystackError {
            throw FileError(description: "\(input == "-" ? "standard input" : input): \(error)")
        }
    }

    private func convertGrid(_ source: inout ByteSource, from format: DataFormat, _ progress: (Int) -> Void) throws {
        var parser = format.batchParser(constants: constants)
        var writer = try GridTarget(path: output, format: to, constants: constants)
        var rows = 0
        while let piece = try source.next() {
            parser.append(piece)
            rows += try drain(&parser, into: &writer)
            progress(rows)
        }
        parser.finish()
        rows += try drain(&parser, into: &writer)
        try writer.finish()
    }

    private func drain(_ parser: inout GridBatchParser, into writer: inout GridTarget) throws -> Int {
        var rows = 0
        while let batch = try parser.next() {
            try writer.write(batch)
            rows += batch.rowCount
        }
        return rows
    }
}

/// Writes the batches of a grid.
private struct GridTarget: ~Copyable {
    private var target: ByteTarget
    private let format: DataFormat
    private let brio: BrioBatchWriter
    private var header: Grid?
    private var rowCount = 0
    /// The rows of a Brio grid, until their number is known, which stands before them.
    private var spool: Spool

    init(path: String, format: DataFormat, constants: Brio.Constants?) throws {
        target = try ByteTarget(path: path)
        spool = Spool()
        self.format = format
        brio = BrioBatchWriter(options: Brio.Options(constants: constants))
    }

    mutating func write(_ batch: Grid) throws {
        let isFirst = header == nil
        if isFirst { header = batch.select(rows: []) }
        rowCount += batch.rowCount
        switch format {
        case .zinc:
            if isFirst { try target.write(try ZincBatchWriter.header(of: batch)) }
            try target.write(try ZincBatchWriter.rows(of: batch))
        case .brio:
            try spool.write(try brio.rows(of: batch))
        }
    }

    mutating func finish() throws {
        if let header, format == .brio {
            try target.write(try brio.header(of: header, rowCount: rowCount))
            try spool.readBack { try target.write($0) }
            try target.write(brio.end)
        }
        try target.finish()
    }
}

/// Bytes put aside in a file without a name, which is gone with the process whatever happens.
private struct Spool: ~Copyable {
    private var handle: FileHandle?

    deinit {
        try? handle?.close()
    }

    mutating func write(_ bytes: [UInt8]) throws {
        let handle = try handle ?? open()
        self.handle = handle
        try handle.write(contentsOf: Data(bytes))
    }

    private func open() throws -> FileHandle {
        let path = NSTemporaryDirectory() + "/haystack-\(UUID().uuidString)"
        guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]),
            let handle = FileHandle(forUpdatingAtPath: path)
        else { throw FileError(description: "\(path): cannot be written; set TMPDIR to a folder that can") }
        try? FileManager.default.removeItem(atPath: path)
        return handle
    }

    func readBack(_ body: ([UInt8]) throws -> Void) throws {
        guard let handle else { return }
        try handle.seek(toOffset: 0)
        while let piece = try handle.read(upToCount: 1 << 18), !piece.isEmpty { try body([UInt8](piece)) }
    }
}
