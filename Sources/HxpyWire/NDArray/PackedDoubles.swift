/// Doubles as the wire has them: 8 bytes each, most significant first. Both ways are one pass over memory.
enum PackedDoubles {
    /// Bytes that a double takes.
    static let stride = 8

    /// Writes doubles as big-endian bytes; `target` must have exactly 8 bytes for each.
    static func pack(_ source: UnsafeBufferPointer<Double>, into target: UnsafeMutableRawBufferPointer) {
        precondition(target.count == source.count * stride)
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        // Sound: `swap` reads and writes `source.count` lanes of 8 bytes, which is what both buffers have, as checked above.
        unsafe swap(UnsafeRawPointer(from), to, lanes: source.count)
    }

    /// Reads doubles from big-endian bytes: every bit kept, a NaN's payload too.
    static func unpack(_ source: UnsafeBufferPointer<UInt8>) -> [Double] {
        precondition(source.count.isMultiple(of: stride))
        let count = source.count / stride
        return unsafe [Double](unsafeUninitializedCapacity: count) { room, initialized in
            if let from = source.baseAddress, let to = room.baseAddress {
                // Sound: the source has `count` lanes of 8 bytes and the array room for `count` doubles, all of them written.
                unsafe swap(UnsafeRawPointer(from), UnsafeMutableRawPointer(to), lanes: count)
            }
            initialized = count
        }
    }

    /// Turns the bytes of 8-byte lanes round. The two may not overlap; neither need be aligned.
    @inline(never)
    private static func swap(_ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, lanes: Int) {
        var offset = 0
        let end = lanes &* stride
        while offset < end {
            // Sound: the callers give pointers to `lanes` × 8 bytes, and offset + 8 <= end.
            let lane = unsafe source.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            unsafe target.storeBytes(of: lane.bigEndian, toByteOffset: offset, as: UInt64.self)
            offset &+= stride
        }
    }
}
