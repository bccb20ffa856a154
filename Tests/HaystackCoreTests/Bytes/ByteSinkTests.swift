import Testing

@testable import HaystackCore

/// What was written is what comes out, whatever the sink had room for.
@Suite struct ByteSinkTests {
    @Test(arguments: [0, 1, 15, 16, 17, 255, 4095, 4096, 4097, 100_000], [0, 16, 5000])
    func `an array of all sizes comes out as it was written`(size: Int, capacity: Int) {
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        var sink = ByteSink(capacity: capacity)
        for byte in bytes { sink.append(byte) }
        #expect(sink.makeString().utf8.count == String(decoding: bytes, as: UTF8.self).utf8.count)
        var array = sink.takeArray()
        #expect(array == bytes)
        array.append(1)
        #expect(array.count == size + 1)
    }

    @Test func `room for a rest that no memory could hold is not asked for`() {
        var sink = ByteSink()
        sink.append([UInt8](repeating: 1, count: 100))
        sink.reserve(rest: .max / 2, asLargeAs: 1, since: 0)
        sink.reserve(rest: 0, asLargeAs: 0, since: 0)
        #expect(sink.takeArray().count == 100)
    }

    @Test(arguments: [1, 1000, 10_000_000])
    func `a first part much larger than the rest makes no more room than does no harm`(rest: Int) {
        var sink = ByteSink()
        sink.append([UInt8](repeating: 1, count: 1 << 20))
        sink.reserve(rest: rest, asLargeAs: 1, since: 0)
        #expect(sink.capacity <= 80 << 20)
        sink.append(2)
        let array = sink.takeArray()
        #expect(array.count == (1 << 20) + 1)
        #expect(array.last == 2)
        #expect(array.capacity <= 2 * array.count + 4096)
    }
}
