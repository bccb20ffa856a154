public import HaystackCore

/// The batches of a grid that comes as an asynchronous sequence of byte chunks: each a grid with the same meta and columns and the next rows.
///
/// ```swift
/// for try await batch in GridBatches(zinc: chunks) {
///     total += batch["kW"]?.doubles?.reduce(0, +) ?? 0
/// }
/// ```
///
/// Memory stays within a batch, a chunk and a row. Errors are those of the codec, with the place in the whole input.
public struct GridBatches<Chunks: AsyncSequence>: AsyncSequence where Chunks.Element == [UInt8] {
    private let chunks: Chunks
    private let parser: GridBatchParser

    /// Reads Zinc text.
    public init(zinc chunks: Chunks, batchRows: Int = 4096, limits: CodecLimits = CodecLimits()) {
        self.chunks = chunks
        parser = .zinc(ZincBatchParser(batchRows: batchRows, limits: limits))
    }

    /// Reads Brio bytes.
    public init(brio chunks: Chunks, batchRows: Int = 4096, options: Brio.Options = Brio.Options()) {
        self.chunks = chunks
        parser = .brio(BrioBatchParser(batchRows: batchRows, options: options))
    }

    /// Starts reading.
    public func makeAsyncIterator() -> Iterator {
        Iterator(chunks: chunks.makeAsyncIterator(), parser: parser)
    }

    /// Reads the batches one after the other.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate var chunks: Chunks.AsyncIterator
        fileprivate var parser: GridBatchParser
        private var isFinal = false

        fileprivate init(chunks: Chunks.AsyncIterator, parser: GridBatchParser) {
            self.chunks = chunks
            self.parser = parser
        }

        /// The next batch, nil at the end.
        public mutating func next() async throws -> Grid? {
            while true {
                if let batch = try parser.next() { return batch }
                if isFinal { return nil }
                if let chunk = try await chunks.next() {
                    parser.append(chunk)
                } else {
                    isFinal = true
                    parser.finish()
                }
            }
        }
    }
}

/// Either parser of batches.
package enum GridBatchParser: Sendable {
    case zinc(ZincBatchParser)
    case brio(BrioBatchParser)

    package mutating func append(_ bytes: [UInt8]) {
        change {
            $0.append(bytes)
        } brio: {
            $0.append(bytes)
        }
    }

    package mutating func finish() {
        change {
            $0.finish()
        } brio: {
            $0.finish()
        }
    }

    package mutating func next() throws(HaystackError) -> Grid? {
        try change { parser throws(HaystackError) in
            try parser.next()
        } brio: { parser throws(HaystackError) in
            try parser.next()
        }
    }

    /// Changes the parser in place: it is taken out meanwhile, so that its arrays stay unshared and are not copied.
    private mutating func change<Result, Failure: Error>(
        _ zinc: (inout ZincBatchParser) throws(Failure) -> Result, brio: (inout BrioBatchParser) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        switch self {
        case .zinc(var parser):
            self = .zinc(ZincBatchParser())
            defer { self = .zinc(parser) }
            return try zinc(&parser)
        case .brio(var parser):
            self = .brio(BrioBatchParser())
            defer { self = .brio(parser) }
            return try brio(&parser)
        }
    }
}
