import HaystackCore
import Testing

@testable import HaystackZinc

/// Input that is cut, damaged or made to harm.
@Suite struct BrioHostileTests {
    @Test(arguments: BrioSamples.both + BrioSamples.readOnly) func `a cut document says that it ends early`(sample: BrioSample) {
        let bytes = sample.bytes
        for count in 0..<bytes.count {
            let error = #expect(throws: HaystackError.self, "\(count) bytes") {
                try Brio.decode(Array(bytes[..<count]), options: sample.options)
            }
            #expect(error?.code == .unexpectedEnd, "\(count) bytes: \(String(describing: error))")
            #expect(error?.position == .offset(count))
        }
    }

    @Test(arguments: BrioSamples.both) func `bytes after a value are refused`(sample: BrioSample) {
        let error = #expect(throws: HaystackError.self) { try Brio.decode(sample.bytes + [1], options: sample.options) }
        #expect(error?.code == .syntax)
        #expect(error?.position == .offset(sample.bytes.count))
    }

    @Test(arguments: BrioSamples.both.filter { $0.bytes.count < 100 })
    func `any change of a byte gives a value or an error of a code and place`(sample: BrioSample) {
        var bytes = sample.bytes
        for place in bytes.indices {
            let kept = bytes[place]
            for byte in UInt8.min...UInt8.max {
                bytes[place] = byte
                readOrFail(bytes, sample.options)
            }
            bytes[place] = kept
        }
    }

    @Test func `random bytes give a value or an error of a code and place`() {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 1...24, using: &random)).map { _ in
                Bool.random(using: &random) ? UInt8.random(in: 0...0x20, using: &random) : UInt8.random(in: 0...255, using: &random)
            }
            readOrFail(bytes, .haxall)
        }
    }

    /// What is read must be written and read again as the same.
    private func readOrFail(_ bytes: [UInt8], _ options: Brio.Options) {
        do throws(HaystackError) {
            let value = try Brio.decode(bytes, options: options)
            let again = try Brio.decode(try Brio.encode(value, options: options), options: options)
            #expect(again == value, "\(hexText(bytes))")
        } catch {
            #expect(error.position != nil, "\(hexText(bytes)): \(error)")
        }
    }

    @Test(arguments: [
        ("1a", 0), ("1f", 0), ("21", 0), ("ff", 0),
        ("175b011a5d", 3), ("17000100", 1), ("175b0101017d", 4), ("175b01017d", 4), ("157b01ff0161015d", 7), ("183c000014 5d", 5),
        ("183c0000163e", 4),
        ("183c020114ff01611414ff0161140101 3e", 9),
        ("09ff0180", 3), ("09ff02c0800a", 3), ("09ff02c20a0a", 4), ("09ff01e08080", 4), ("09ff01f8888080", 3), ("09ff02f0808080", 4),
        ("09ff02f4908080", 4), ("09ff02eda08061", 3), ("09ff02eda080eda080", 3), ("09ff01f09d849e", 3), ("09ff01eda0b4edb49e", 3),
    ]) func `what is not Brio is refused with its place`(text: String, place: Int) {
        let error = #expect(throws: HaystackError.self) { try Brio.decode(hex(text)) }
        #expect(error?.code == .syntax)
        #expect(error?.position == .offset(place))
    }

    @Test(arguments: ["09ff01eda080", "09ff01edb080", "09ff02eda08061", "09ff02eda080eda080", "09ff02edb49eeda0b4"])
    func `a surrogate alone is refused`(text: String) {
        #expect(throws: HaystackError(.syntax, "")) { try Brio.decode(hex(text + "00")) }
    }

    @Test(arguments: ["09ff02eda0b4edb49e", "09ff01eda0b4edb49e", "09ff01edb080"]) func `surrogates are refused where scalars are counted`(
        text: String
    ) {
        #expect(throws: HaystackError(.syntax, "")) { try Brio.decode(hex(text), options: .hxpy) }
    }

    @Test(arguments: [
        "0d07df0d01", "0d07df021d", "0d27100101", "0d07df0100", "0e05265c00", "0effffffff", "110aba950100000000", "110000000015752a01",
        "207ff8000000000000ff03555443", "207ff0000000000000ff03555443", "2043e0000000000000ff03555443", "12ff0173ff00", "12ff00ff00",
    ]) func `what is out of range is refused`(text: String) {
        let error = #expect(throws: HaystackError.self) { try Brio.decode(hex(text)) }
        #expect(error?.code == .range)
        #expect(error?.position == .offset(1))
    }

    @Test func `an unknown zone is refused with its place`() {
        let error = #expect(throws: HaystackError.self) { try Brio.decode(hex("0f00000000ff034e6f6e")) }
        #expect(error?.code == .unknownZone)
        #expect(error?.position == .offset(5))
    }

    // MARK: - Claims and depth

    @Test(arguments: [
        "13e00fffffffffffffff", "09ffe07fffffffffffffff", "175be07fffffffffffffff01", "157be07fffffffffffffffff016101",
        "183ce07fffffffffffffff0014", "183c01e07fffffffffffffff14ff01611401", "183c02e07fffffffffffffff14ff016114ff01621401",
        "183c01dfffffff14ff01611401",
    ]) func `a claim of more than there are bytes is refused at once`(text: String) {
        #expect(throws: HaystackError(.unexpectedEnd, "")) { try Brio.decode(hex(text)) }
    }

    @Test func `rows without columns are counted up to a bound`() throws {
        #expect(try Grid(brio: hex("183c0003143e")).rowCount == 3)
        #expect(throws: HaystackError(.limit, "")) { try Brio.decode(hex("183c00e01000000000000000143e")) }
        let grid = try Grid(meta: [:], columns: [], rowCount: 1 << 40)
        #expect(throws: HaystackError(.limit, "")) { try grid.brio() }
    }

    @Test(arguments: ["175b01", "157b01ff0161", "183c0101 14 ff0161 14", "183c0000157b01ff0161"]) func `hostile depth is refused`(
        opening: String
    ) {
        let bytes = (0..<100_000).flatMap { _ in hex(opening) }
        let error = #expect(throws: HaystackError.self) { try Brio.decode(bytes) }
        #expect(error?.code == .limit)
        var boundary = BrioBoundary(counting: .utf16)
        #expect(throws: HaystackError(.limit, "")) { try boundary.consume(all: bytes) }
    }

    @Test(arguments: [1, 5, 100]) func `values may stand as deep as the limit says`(depth: Int) throws {
        let options = Brio.Options(limits: CodecLimits(depth: depth))
        var value: Value = true
        for level in 0..<depth {
            value = level.isMultiple(of: 3) ? [value] : level % 3 == 1 ? ["a": value] : .grid([["a": value]])
        }
        let bytes = try Brio.encode(value, options: options)
        #expect(try Brio.decode(bytes, options: options) == value)
        var boundary = BrioBoundary(counting: .utf16, limits: options.limits)
        #expect(try boundary.consume(all: bytes) == bytes.count)

        let deeper = Brio.Options(limits: CodecLimits(depth: depth + 1))
        let deep = try Brio.encode([value], options: deeper)
        #expect(throws: HaystackError(.limit, "")) { try Brio.encode([value], options: options) }
        #expect(throws: HaystackError(.limit, "")) { try Brio.decode(deep, options: options) }
        boundary = BrioBoundary(counting: .utf16, limits: options.limits)
        #expect(throws: HaystackError(.limit, "")) { try boundary.consume(all: deep) }
    }

    @Test func `more bytes than the size limit are refused`() {
        let options = Brio.Options(limits: CodecLimits(size: 9))
        #expect(throws: HaystackError(.limit, "")) { try Brio.decode(hex("09ff0830313233343536373839"), options: options) }
    }
}
