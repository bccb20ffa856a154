import HaystackCore
import HaystackZinc
import NIOCore
import Testing

@testable import HxpyWire

@Suite("The reply reader")
struct ReplyReaderTests {
    static let samples: [Value] = [
        .null, .marker, .bool(true), 2, 1.5, "λόγος 😀", .ref("a", dis: "A"), .buf([1, 2, 3]), [], [1, [2, "x"], .null],
        ["a": 1, "b": ["c": .marker]],
        .grid(Grid(meta: ["dis": "g"], rows: [["a": 1, "b": "x"], ["a": 2]])),
        .grid(Grid()),
        errorGrid("boom", type: "ValueError", trace: "Traceback…"),
        ndarray(1, 2, .buf(hex("3ff0000000000000 4000000000000000"))),
        ["ok": .marker],
    ]

    private func read(_ pieces: [[UInt8]], limits: CodecLimits = CodecLimits()) throws -> (replies: [Reply], pending: Int) {
        var reader = ReplyReader(limits: limits)
        var replies: [Reply] = []
        for piece in pieces {
            var buffer = ByteBuffer(bytes: piece)
            while let reply = try reader.read(&buffer) { replies.append(reply) }
            #expect(buffer.readableBytes == 0)
        }
        return (replies, reader.pendingBytes)
    }

    @Test("finds a reply in any two pieces of it", arguments: samples)
    func splits(value: Value) throws {
        let bytes = try wire(value)
        let whole = try #require(try read([bytes]).replies.first).value()
        for place in 0...bytes.count {
            let (replies, pending) = try read([Array(bytes[..<place]), Array(bytes[place...])])
            #expect(try replies.map { try $0.value() } == [whole])
            #expect(pending == 0)
        }
    }

    @Test("finds every reply of a row that comes byte by byte, and of one that comes at once")
    func rows() throws {
        let bytes = try Self.samples.flatMap { try wire($0) }
        let expected = try Self.samples.map { try #require(try read([wire($0)]).replies.first).value() }
        #expect(try read(bytes.map { [$0] }).replies.map { try $0.value() } == expected)
        #expect(try read([bytes]).replies.map { try $0.value() } == expected)
        for size in [2, 3, 7, 64] {
            let pieces = stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<min($0 + size, bytes.count)]) }
            #expect(try read(pieces).replies.map { try $0.value() } == expected)
        }
    }

    @Test("waits at every place before the end", arguments: samples)
    func prefixes(value: Value) throws {
        let bytes = try wire(value)
        for place in 0..<bytes.count {
            let (replies, pending) = try read([Array(bytes[..<place])])
            #expect(replies.isEmpty)
            #expect(pending == place)
        }
    }

    @Test(
        "refuses bytes that are no Brio",
        arguments: ["48545450 2f312e31", "ff", "17 00", "15 7b 01 ee", "18 3c 00 00 01", "0f 00000000 ee"]
    )
    func garbage(bytes: String) {
        #expect(throws: HxpyError(.protocolViolation, "")) { try read([hex(bytes)]) }
        #expect(throws: HxpyError(.protocolViolation, "")) { try read(hex(bytes).map { [$0] }) }
    }

    @Test("refuses replies beyond its limits, claimed ones at once")
    func limits() throws {
        let limits = CodecLimits(depth: 3, size: 50)
        let long = try wire(.str(String(repeating: "x", count: 48)))
        #expect(throws: HxpyError(.limit, "")) { try read([long], limits: limits) }
        #expect(throws: HxpyError(.limit, "")) { try read(long.map { [$0] }, limits: limits) }
        #expect(throws: HxpyError(.limit, "")) { try read([hex("13 e0 0000000100000000")], limits: limits) }
        #expect(throws: HxpyError(.limit, "")) { try read([wire([[[[1]]]])], limits: limits) }
        #expect(try read([wire([[[1]]])], limits: limits).replies.count == 1)
        #expect(try read([wire(.str(String(repeating: "x", count: 47)))], limits: limits).replies.count == 1)
    }

    @Test("collects a large reply of many pieces")
    func large() throws {
        let bytes = try wire(.buf([UInt8](repeating: 7, count: 3_000_000)))
        let pieces = stride(from: 0, to: bytes.count, by: 65_536).map { Array(bytes[$0..<min($0 + 65_536, bytes.count)]) }
        let replies = try read(pieces).replies
        #expect(replies.count == 1)
        #expect(try replies.first?.value().bytes?.count == 3_000_000)
    }

    @Test("takes or refuses whatever bytes come", arguments: 0..<20)
    func mutated(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        let nested = try wire([["a": ndarray(1, 2, .buf([UInt8](repeating: 1, count: 16)))], errorGrid("x")])
        let samples = try Self.samples.map { try wire($0) } + [nested]
        for _ in 0..<100 {
            guard var bytes = samples.randomElement(using: &random) else { return }
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: .min ... .max, using: &random)
            }
            let whole = try? read([bytes]).replies.map { ($0.isPythonError, try? $0.value()) }
            let single = try? read(bytes.map { [$0] }).replies.map { ($0.isPythonError, try? $0.value()) }
            #expect(whole?.map(\.0) == single?.map(\.0))
            #expect(whole?.map(\.1) == single?.map(\.1))
        }
    }
}

/// Random numbers that are the same at every run.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
