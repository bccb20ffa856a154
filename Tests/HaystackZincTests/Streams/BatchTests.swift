import HaystackCore
import HaystackZinc
import Testing

@Suite struct BatchTests {
    static let documents = [
        "ver:\"3.0\" m:{a:[1kW,\"\\u00e9\"]}\na dis:\"°\",b\n@r \"d\",2020-01-01T00:00:00Z UTC\n<<ver:\"3.0\"\nx\nC(1,2)\n>>,`u\\:`\nT,12:30:00.5\n",
        "ver:\"3.0\"\nempty\n",
        "ver:\"3.0\"\na,b\n",
        "\u{feff}\nver:\"2.0\"\r\na\r\nBin(text/plain)\r\nN\r\n\r\n \r\n",
        "ver:\"3.0\"\na,b\n1kW,\"two\n\nlines\"\n// comment\n,/* 1\n\n2 */3\nNA,\"\"\"q\"\"\"\nM,\"x\"\n2kW,\"x\"",
        "ver:\"3.0\"\nts,n\n2024-03-10T01:59:00-05:00 New_York,1\n2024-03-10T03:00:00-04:00 New_York,2\n,\n",
    ]

    private func batches(_ pieces: [[UInt8]], rows: Int) throws -> [Grid] {
        var parser = ZincBatchParser(batchRows: rows)
        var batches: [Grid] = []
        for piece in pieces {
            parser.append(piece)
            while let batch = try parser.next() { batches.append(batch) }
        }
        parser.finish()
        while let batch = try parser.next() { batches.append(batch) }
        return batches
    }

    private func brioBatches(_ pieces: [[UInt8]], rows: Int) throws -> [Grid] {
        var parser = BrioBatchParser(batchRows: rows)
        var batches: [Grid] = []
        for piece in pieces {
            parser.append(piece)
            while let batch = try parser.next() { batches.append(batch) }
        }
        parser.finish()
        while let batch = try parser.next() { batches.append(batch) }
        return batches
    }

    private func joined(_ batches: [Grid]) throws -> Grid {
        var whole = try #require(batches.first)
        for batch in batches.dropFirst() { whole.append(contentsOf: batch) }
        return whole
    }

    @Test(arguments: documents)
    func `Zinc in two pieces, cut anywhere, gives the whole grid`(text: String) throws {
        let bytes = Array(text.utf8)
        let grid = try Grid(zinc: bytes)
        for cut in 0...bytes.count {
            #expect(try joined(batches([Array(bytes[..<cut]), Array(bytes[cut...])], rows: 2)) == grid, "cut at \(cut)")
        }
    }

    @Test(arguments: documents)
    func `Zinc in single bytes gives the whole grid`(text: String) throws {
        let found = try batches(text.utf8.map { [$0] }, rows: 1)
        #expect(try joined(found) == Grid(zinc: text))
        #expect(found.count == max(1, try Grid(zinc: text).rowCount))
    }

    @Test(arguments: documents)
    func `Brio in pieces, cut anywhere, gives the whole grid`(text: String) throws {
        let grid = try Grid(zinc: text)
        let bytes = try grid.brio()
        for cut in 0...bytes.count {
            #expect(try joined(brioBatches([Array(bytes[..<cut]), Array(bytes[cut...])], rows: 2)) == grid, "cut at \(cut)")
        }
        #expect(try joined(brioBatches(bytes.map { [$0] }, rows: 1)) == grid)
    }

    @Test(arguments: documents)
    func `batches are written as the whole grid is`(text: String) throws {
        let grid = try Grid(zinc: text)
        let parts = try batches([Array(text.utf8)], rows: 2)
        let zinc = try ZincBatchWriter.header(of: parts[0]) + parts.flatMap { try ZincBatchWriter.rows(of: $0) }
        #expect(try zinc == Array(grid.zinc().utf8))
        let writer = BrioBatchWriter()
        let brio = try writer.header(of: parts[0], rowCount: grid.rowCount) + parts.flatMap { try writer.rows(of: $0) } + writer.end
        #expect(try brio == grid.brio())
    }

    @Test(arguments: [
        ("ver:\"3.0\"\na,b\n1,2\n3,}\n4,5\n", HaystackError.Code.syntax, 4, 3),
        ("ver:\"3.0\"\na,b\n1,2\n3,\"x", .unexpectedEnd, 4, 3),
        ("ver:\"3.0\"\na,b\n1,2\n3,Foo\n4,5\n", .syntax, 4, 3),
        ("ver:\"3.0\"\na,b\n1,2\n\nmore\n", .syntax, 5, 1),
        ("ver:\"4.0\"\na,b\n1,2\n", .unsupportedVersion, 1, 5),
        ("ver:\"3.0\"\na,b\n1,2\n3,4 /* x\n5,6\n", .unexpectedEnd, 6, 1),
    ])
    func `a fault in pieces is the fault of the whole`(text: String, code: HaystackError.Code, line: Int, column: Int) throws {
        let whole = #expect(throws: HaystackError.self) { try Grid(zinc: text) }
        #expect(whole?.code == code)
        #expect(whole?.position == .text(line: line, column: column))
        for size in 1...text.utf8.count {
            let pieces = stride(from: 0, to: text.utf8.count, by: size).map { Array(Array(text.utf8)[$0..<min($0 + size, text.utf8.count)]) }
            let error = #expect(throws: HaystackError.self) { try batches(pieces, rows: 100) }
            #expect(error?.code == code, "in pieces of \(size)")
            #expect(error?.position == whole?.position, "in pieces of \(size)")
        }
    }

    @Test func `a cell cut within leaves the column its form`() throws {
        let text = Array("ver:\"3.0\"\nn,ts\n5kW,2024-03-10T01:59:00Z UTC\n6kW,2024-03-10T02:59:00Z UTC\n".utf8)
        for cut in text.indices {
            for batch in try batches([Array(text[..<cut]), Array(text[cut...])], rows: 10) {
                #expect(batch["n"]?.unit == "kW", "cut at \(cut)")
                #expect(batch["ts"]?.zone == .utc, "cut at \(cut)")
            }
        }
    }

    @Test func `nothing more is read after a fault`() throws {
        var parser = ZincBatchParser()
        parser.append(Array("ver:\"3.0\"\na\n@a \"".utf8) + [0xff] + Array("\"\n".utf8))
        #expect(throws: HaystackError.self) { try parser.next() }
        #expect(try parser.next() == nil)
        parser.finish()
        #expect(try parser.next() == nil)
    }

    @Test func `a row beyond the size limit is an error, not a growing buffer`() throws {
        var parser = ZincBatchParser(limits: CodecLimits(size: 1000))
        parser.append(Array("ver:\"3.0\"\na\n\"".utf8))
        #expect(try parser.next() == nil)
        let error = #expect(throws: HaystackError.self) {
            for _ in 0..<100 {
                parser.append([UInt8](repeating: 0x61, count: 100))
                _ = try parser.next()
            }
        }
        #expect(error?.code == .limit)
    }

    @Test func `an asynchronous sequence of chunks gives batches`() async throws {
        let text = "ver:\"3.0\"\na\n" + (0..<1000).map { "\($0)\n" }.joined()
        let chunks = AsyncStream<[UInt8]> { continuation in
            for start in stride(from: 0, to: text.utf8.count, by: 97) {
                continuation.yield(Array(Array(text.utf8)[start..<min(start + 97, text.utf8.count)]))
            }
            continuation.finish()
        }
        var rows: [Int] = []
        var sum = 0.0
        for try await batch in GridBatches(zinc: chunks, batchRows: 300) {
            rows.append(batch.rowCount)
            sum += batch["a"]?.doubles?.reduce(0, +) ?? 0
        }
        #expect(rows == [300, 300, 300, 100])
        #expect(sum == 499_500)
    }
}
