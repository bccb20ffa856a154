import HaystackCore
import Testing

@testable import HaystackZinc

extension BrioBoundary {
    /// Takes bytes as one piece.
    mutating func consume(all bytes: [UInt8]) throws(HaystackError) -> Int? {
        try consume(bytes[...])
    }

    mutating func consume(_ bytes: ArraySlice<UInt8>) throws(HaystackError) -> Int? {
        // Sound: the boundary keeps no reference to the bytes.
        try unsafe bytes.withUnsafeBufferPointer { buffer throws(HaystackError) in try unsafe consume(buffer) }
    }
}

@Suite struct BrioBoundaryTests {
    private static let samples: [BrioSample] =
        BrioSamples.both + BrioSamples.readOnly + [
            .init(.null, "09ff e000000000000000 03 616263"),
            .init(.null, "175b03 1302 5d5d 09ff01 5d 01 5d"),
        ]

    @Test(arguments: samples) func `the end is found in one piece, with more behind it or without`(sample: BrioSample) throws {
        let bytes = sample.bytes
        for tail: [UInt8] in [[], [0x01], Array(repeating: 0x5d, count: 20)] {
            var boundary = BrioBoundary(counting: sample.options.counting)
            #expect(try boundary.consume(all: bytes + tail) == bytes.count)
        }
    }

    @Test(arguments: samples) func `the end is found in two pieces split anywhere`(sample: BrioSample) throws {
        let bytes = sample.bytes
        for split in 0..<bytes.count {
            var boundary = BrioBoundary(counting: sample.options.counting)
            #expect(try boundary.consume(bytes[..<split]) == nil)
            #expect(try boundary.consume(bytes[split...] + [1, 2]) == bytes.count - split)
        }
    }

    @Test(arguments: samples) func `the end is found byte by byte`(sample: BrioSample) throws {
        let bytes = sample.bytes
        var boundary = BrioBoundary(counting: sample.options.counting)
        for place in bytes.indices {
            #expect(try boundary.consume(bytes[place...place]) == (place == bytes.count - 1 ? 1 : nil))
        }
    }

    @Test func `random values end where decoding ends, in random pieces`() throws {
        var random = RandomValues(seed: 11)
        for turn in 0..<400 {
            let options: Brio.Options = turn.isMultiple(of: 2) ? .haxall : .hxpy
            let bytes = try Brio.encode(random.value(), options: options)
            var boundary = BrioBoundary(counting: options.counting)
            var start = 0
            while start < bytes.count {
                let end = min(bytes.count, start + 1 + random.below(40))
                let found = try boundary.consume(bytes[start..<end])
                #expect(found == (end == bytes.count ? end - start : nil))
                start = end
            }
        }
    }

    @Test func `what decodes has the same boundary, whatever byte is changed`() {
        for sample in BrioSamples.both where sample.bytes.count < 60 {
            var bytes = sample.bytes
            for place in bytes.indices {
                let kept = bytes[place]
                for byte in UInt8.min...UInt8.max {
                    bytes[place] = byte
                    compare(bytes, sample.options)
                }
                bytes[place] = kept
            }
        }
    }

    private func compare(_ bytes: [UInt8], _ options: Brio.Options) {
        let end = try? ByteCursor.over(bytes) { cursor throws(HaystackError) in
            _ = try Brio.decode(&cursor, options: options)
            return cursor.position
        }
        guard let end else { return }
        var boundary = BrioBoundary(counting: options.counting)
        let found = try? boundary.consume(all: bytes)
        #expect(found == end, "\(hexText(bytes))")
    }

    @Test func `text is counted across pieces of characters`() throws {
        let value = Value.str(String(repeating: "aλ漢𝄞", count: 50))
        for options in [Brio.Options.haxall, .hxpy] {
            let bytes = try Brio.encode(value, options: options)
            for size in 1...9 {
                var boundary = BrioBoundary(counting: options.counting)
                var found: Int?
                for start in stride(from: 0, to: bytes.count, by: size) {
                    #expect(found == nil)
                    found = try boundary.consume(bytes[start..<min(start + size, bytes.count)])
                }
                #expect(found != nil)
            }
        }
    }

    @Test(arguments: [
        "1a", "17007d", "13e1", "13e08000000000000000", "09fe", "09ff0180", "183c0000163e", "183c000014 5d", "09ff01f09d849e",
    ])
    func `what is not Brio is refused`(text: String) {
        var boundary = BrioBoundary(counting: .utf16)
        #expect(throws: HaystackError(.syntax, "")) { try boundary.consume(all: hex(text)) }
    }

    @Test(arguments: [
        "13e07fffffffffffffff", "09ffe07fffffffffffffff", "175be07fffffffffffffff", "157be07fffffffffffffff", "183ce07fffffffffffffff",
        "183c01e07fffffffffffffff14ff016114 01", "183c02e07fffffffffffffff14ff016114ff01621401", "183c00e01000000000000000143e",
        "13e0000000000000ffff",
    ]) func `a claim beyond the size limit is refused at once`(text: String) {
        var boundary = BrioBoundary(counting: .utf16, limits: CodecLimits(size: 10_000))
        #expect(throws: HaystackError(.limit, "")) { try boundary.consume(all: hex(text)) }
    }

    @Test func `a value is refused where it outgrows the size limit`() throws {
        let bytes = try Brio.encode(.list([Value](repeating: "0123456789", count: 100)))
        var boundary = BrioBoundary(counting: .utf16, limits: CodecLimits(size: bytes.count))
        #expect(try boundary.consume(all: bytes) == bytes.count)
        boundary = BrioBoundary(counting: .utf16, limits: CodecLimits(size: bytes.count - 1))
        #expect(throws: HaystackError(.limit, "")) { try boundary.consume(all: bytes) }
    }
}
