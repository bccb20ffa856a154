internal import CByteOrder

/// Doubles as the wire has them: 8 bytes each, most significant first. Both ways are one pass over memory.
enum PackedDoubles {
    /// Bytes that a double takes.
    static let stride = 8

    /// Writes doubles as big-endian bytes; `target` must have exactly 8 bytes for each.
    static func pack(_ source: UnsafeBufferPointer<Double>, into target: UnsafeMutableRawBufferPointer) {
        precondition(target.count == source.count * stride)
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        // Sound: as many lanes of 8 bytes are read and written as there are doubles, which is what both buffers have, as checked above.
        unsafe haystack_swap_lanes(from, to, source.count)
    }

    /// Reads doubles from big-endian bytes: every bit kept, a NaN's payload too.
    static func unpack(_ source: UnsafeBufferPointer<UInt8>) -> [Double] {
        precondition(source.count.isMultiple(of: stride))
        let count = source.count / stride
        return unsafe [Double](unsafeUninitializedCapacity: count) { room, initialized in
            if let from = source.baseAddress, let to = room.baseAddress {
                // Sound: the source has `count` lanes of 8 bytes and the array room for `count` doubles, all of them written.
                unsafe haystack_swap_lanes(from, to, count)
            }
            initialized = count
        }
    }
}
