import HaystackCore
import NIOCore

extension ByteBuffer {
    /// Makes a buffer of doubles as big-endian bytes.
    init(packing values: UnsafeBufferPointer<Double>) {
        let size = values.count * PackedDoubles.stride
        self = ByteBufferAllocator().buffer(capacity: size)
        unsafe writeWithUnsafeMutableBytes(minimumWritableBytes: size) { room in
            // Sound: the room has at least `size` bytes, and exactly those are written.
            unsafe PackedDoubles.pack(values, into: UnsafeMutableRawBufferPointer(rebasing: room[..<size]))
            return size
        }
    }
}

extension ByteSink {
    /// Appends doubles as big-endian bytes.
    mutating func append(packing values: UnsafeBufferPointer<Double>) {
        unsafe append(upTo: values.count * PackedDoubles.stride) { room in
            // Sound: the room has exactly 8 bytes for each value.
            unsafe PackedDoubles.pack(values, into: UnsafeMutableRawBufferPointer(room))
            return room.count
        }
    }
}
