import HaystackCore
import NIOCore
import Testing

@testable import HxpyWire

@Suite("Packed doubles")
struct PackedDoublesTests {
    static let bits: [UInt64] = [
        0, 0x8000_0000_0000_0000, 1.5.bitPattern, (-1.5).bitPattern, Double.infinity.bitPattern, 1,
        0x7ff8_0000_0000_0000, 0x7ff8_0000_0000_0001, 0xfff8_1234_5678_9abc, 0x7ff0_0000_0000_0001, 0x0102_0304_0506_0708,
    ]

    @Test("have the most significant byte first")
    func bigEndian() {
        #expect(pack([Double(bitPattern: 0x0102_0304_0506_0708)]) == [1, 2, 3, 4, 5, 6, 7, 8])
    }

    @Test("keep every bit both ways, at every count up to two vectors' worth", arguments: 0...33)
    func roundTrip(count: Int) {
        let values = (0..<count).map { Double(bitPattern: Self.bits[$0 % Self.bits.count] &+ UInt64($0) << 48) }
        let packed = pack(values)
        #expect(packed == values.flatMap { value in (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> (56 - 8 * UInt64($0))) } })
        let unpacked = unsafe packed.withUnsafeBufferPointer { unsafe PackedDoubles.unpack($0) }
        #expect(unpacked.map(\.bitPattern) == values.map(\.bitPattern))
    }

    @Test("are read from any place in memory", arguments: 0..<8)
    func unaligned(offset: Int) {
        let values = Self.bits.map { Double(bitPattern: $0) }
        let bytes = [UInt8](repeating: 0xaa, count: offset) + pack(values)
        let unpacked = unsafe bytes.withUnsafeBufferPointer { unsafe PackedDoubles.unpack(UnsafeBufferPointer(rebasing: $0[offset...])) }
        #expect(unpacked.map(\.bitPattern) == Self.bits)
    }

    private func pack(_ values: [Double]) -> [UInt8] {
        let buffer = unsafe values.withUnsafeBufferPointer { unsafe ByteBuffer(packing: $0) }
        var sink = ByteSink()
        unsafe values.withUnsafeBufferPointer { unsafe sink.append(packing: $0) }
        let bytes = sink.takeArray()
        #expect(bytes == Array(buffer.readableBytesView))
        return bytes
    }
}
