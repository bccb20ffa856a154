import HaystackCore
import NIOCore

extension ByteBuffer {
    /// Lends a cursor over the readable bytes.
    func withCursor<Result, Failure: Error>(_ body: (inout ByteCursor) throws(Failure) -> Result) throws(Failure) -> Result {
        try unsafe withUnsafeReadableBytes { bytes throws(Failure) in
            // Sound: the bytes are lent for the time of this call and the cursor does not leave it; UInt8 has no alignment to keep.
            var cursor = unsafe ByteCursor(bytes.bindMemory(to: UInt8.self))
            return try body(&cursor)
        }
    }

    /// Lends the readable bytes.
    func withBytes<Result, Failure: Error>(_ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result) throws(Failure) -> Result {
        try unsafe withUnsafeReadableBytes { bytes throws(Failure) in
            // Sound: the bytes are lent for the time of this call; UInt8 has no alignment to keep.
            try unsafe body(bytes.bindMemory(to: UInt8.self))
        }
    }
}
