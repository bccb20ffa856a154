import Foundation
import HaystackCore
import Testing

@testable import HaystackZinc

@Suite struct GzipTests {
    private static let samples: [[UInt8]] = [
        [], [0], Array("hello, hello, hello".utf8), [UInt8](repeating: 7, count: 300_000),
        {
            var random = SeededGenerator(seed: 3)
            return (0..<200_000).map { _ in UInt8.random(in: 0...255, using: &random) }
        }(),
    ]

    private static let small = Array("hello, hello, hello, gzip of several pieces".utf8)

    @Test(arguments: samples) func `bytes come back the same at every level`(bytes: [UInt8]) throws {
        for level in [0, 1, 6, 9] {
            let packed = try Gzip.compress(bytes, level: level)
            #expect(Gzip.isGzip(packed))
            #expect(try Gzip.decompress(packed) == bytes)
        }
        #expect(try Gzip.compress(bytes) == Gzip.compress(bytes))
    }

    @Test(arguments: [-1, 10]) func `a level that zlib does not know is refused`(level: Int) {
        #expect(throws: HaystackError(.range, "")) { try Gzip.compress([1], level: level) }
    }

    @Test func `the first two bytes tell gzip`() {
        #expect(Gzip.isGzip([0x1f, 0x8b, 8]))
        #expect(!Gzip.isGzip([0x1f]))
        #expect(!Gzip.isGzip(Array("ver:\"3.0\"".utf8)))
    }

    @Test func `cut data says that it ends early`() throws {
        let packed = try Gzip.compress(GzipTests.small)
        for count in 0..<packed.count {
            let error = #expect(throws: HaystackError.self) { try Gzip.decompress(Array(packed[..<count])) }
            #expect(error?.code == .unexpectedEnd)
            #expect(error?.position == .offset(count))
        }
    }

    @Test func `every damaged byte is an error or does not matter`() throws {
        let packed = try Gzip.compress(GzipTests.small)
        for place in packed.indices {
            var damaged = packed
            damaged[place] ^= 0x55
            if let bytes = try? Gzip.decompress(damaged) { #expect(bytes == GzipTests.small) }
        }
    }

    @Test func `what is not gzip is refused`() {
        #expect(throws: HaystackError(.syntax, "")) { try Gzip.decompress(Array("no gzip".utf8)) }
        #expect(throws: HaystackError(.syntax, "")) { try Gzip.decompress([0x1f, 0x8c, 0, 0]) }
    }

    @Test func `several members are one after the other`() throws {
        let packed = try Gzip.compress(Array("one,".utf8)) + Gzip.compress([]) + Gzip.compress(Array("two".utf8))
        #expect(try Gzip.decompress(packed) == Array("one,two".utf8))
    }

    @Test func `something else after the end is refused with its place`() throws {
        let packed = try Gzip.compress(GzipTests.small)
        let error = #expect(throws: HaystackError.self) { try Gzip.decompress(packed + [0]) }
        #expect(error?.code == .syntax)
        #expect(error?.position == .offset(packed.count))
    }

    @Test func `no more is made than the limit`() throws {
        let bomb = try Gzip.compress([UInt8](repeating: 0, count: 5_000_000))
        #expect(bomb.count < 10_000)
        #expect(throws: HaystackError(.limit, "")) { try Gzip.decompress(bomb, limit: 1_000_000) }
        #expect(throws: HaystackError(.limit, "")) { try Gzip.decompress(bomb, limit: 4_999_999) }
        #expect(try Gzip.decompress(bomb, limit: 5_000_000).count == 5_000_000)
        let two = try Gzip.compress([1, 2, 3]) + Gzip.compress([4, 5, 6])
        #expect(throws: HaystackError(.limit, "")) { try Gzip.decompress(two, limit: 5) }
    }

    @Test func `data split anywhere gives the same`() throws {
        let packed = try Gzip.compress(GzipTests.small) + Gzip.compress(GzipTests.small)
        for split in 0...packed.count {
            #expect(try inflate([packed[..<split], packed[split...]]) == GzipTests.small + GzipTests.small)
        }
        #expect(try inflate(packed.indices.map { packed[$0...$0] }) == GzipTests.small + GzipTests.small)
    }

    @Test func `a small piece may make more than the room at once`() throws {
        let packed = try Gzip.compress([UInt8](repeating: 1, count: 1_000_000))
        #expect(try inflate(packed.indices.map { packed[$0...$0] }).count == 1_000_000)
    }

    @Test(arguments: [1, 7, 1000]) func `pieces are compressed to one member`(size: Int) throws {
        let bytes = GzipTests.samples[3].prefix(5000) + GzipTests.samples[4].prefix(5000)
        var packed: [UInt8] = []
        var deflater = try GzipDeflater()
        for start in stride(from: bytes.startIndex, to: bytes.endIndex, by: size) {
            try unsafe bytes[start..<min(start + size, bytes.endIndex)].withUnsafeBufferPointer { piece throws(HaystackError) in
                try unsafe deflater.push(piece) { unsafe packed.append(contentsOf: $0) }
            }
        }
        try unsafe deflater.finish { unsafe packed.append(contentsOf: $0) }
        #expect(try Gzip.decompress(packed) == Array(bytes))
    }

    @Test func `the gzip tool and this agree`() throws {
        let bytes = GzipTests.samples[3] + GzipTests.samples[4]
        #expect(try Gzip.decompress(try pipe(bytes, through: "gzip", "-c", "-n")) == bytes)
        #expect(try pipe(try Gzip.compress(bytes), through: "gzip", "-d", "-c") == bytes)
    }

    private func inflate(_ pieces: [ArraySlice<UInt8>]) throws -> [UInt8] {
        var inflater = try GzipInflater()
        var output: [UInt8] = []
        for piece in pieces {
            try unsafe piece.withUnsafeBufferPointer { buffer throws(HaystackError) in
                try unsafe inflater.push(buffer) { unsafe output.append(contentsOf: $0) }
            }
        }
        try inflater.finish()
        return output
    }

    /// Runs a tool over bytes, by way of files, so that no pipe can fill up.
    private func pipe(_ bytes: [UInt8], through tool: String...) throws -> [UInt8] {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (input, output) = (folder.appending(path: "input"), folder.appending(path: "output"))
        try Data(bytes).write(to: input)
        try Data().write(to: output)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = tool
        process.standardInput = try FileHandle(forReadingFrom: input)
        process.standardOutput = try FileHandle(forWritingTo: output)
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return [UInt8](try Data(contentsOf: output))
    }
}
