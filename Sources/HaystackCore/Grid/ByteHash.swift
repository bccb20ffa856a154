/// A fast hash of bytes that need not be spread well: what is looked for by it is looked for in a few places only, however many collide.
@usableFromInline
enum ByteHash {
    /// Reads the first and the last sixteen bytes, and of longer keys sixteen in the middle: all of what names are, a part of long texts.
    @inlinable @inline(__always)
    static func sample(_ key: UnsafeBufferPointer<UInt8>) -> UInt32 {
        let bytes = UnsafeRawBufferPointer(key)
        let count = bytes.count
        if count < 8 { return unsafe finish(shortWord(bytes), UInt64(truncatingIfNeeded: count)) }
        var hash = unsafe fold(word(bytes, 0), word(bytes, count &- 8) ^ UInt64(truncatingIfNeeded: count))
        if count > 16 { hash ^= unsafe fold(word(bytes, 8), word(bytes, count &- 16)) &* multiplier }
        if count > 32 {
            let middle = count / 2
            hash ^= unsafe fold(word(bytes, middle &- 8), ~word(bytes, middle))
        }
        return finish(hash, 0)
    }

    /// Reads all bytes, sixteen a step.
    @usableFromInline
    static func whole(_ key: UnsafeBufferPointer<UInt8>) -> UInt32 {
        guard key.count > 16 else { return unsafe sample(key) }
        let bytes = UnsafeRawBufferPointer(key)
        var hash = UInt64(truncatingIfNeeded: key.count)
        for place in stride(from: 0, to: key.count &- 16, by: 16) {
            hash = unsafe fold(word(bytes, place) ^ hash, word(bytes, place &+ 8))
        }
        hash = unsafe fold(word(bytes, key.count &- 16) ^ hash, word(bytes, key.count &- 8))
        return finish(hash, 0)
    }

    /// Eight bytes from a place, which must lie within the key.
    @inlinable @inline(__always)
    static func word(_ bytes: UnsafeRawBufferPointer, _ place: Int) -> UInt64 {
        unsafe bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
    }

    /// The bytes of a key that has fewer than eight, in words that may share some.
    @inlinable @inline(__always)
    static func shortWord(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        let count = bytes.count
        if count >= 4 {
            // Sound: both loads lie within the key.
            return unsafe UInt64(bytes.loadUnaligned(fromByteOffset: 0, as: UInt32.self)) << 32
                | UInt64(bytes.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self))
        }
        if count == 0 { return 0 }
        return unsafe UInt64(bytes[0]) << 16 | UInt64(bytes[count / 2]) << 8 | UInt64(bytes[count &- 1])
    }

    @inlinable static var multiplier: UInt64 { 0x9e37_79b9_7f4a_7c15 }

    @inlinable @inline(__always)
    static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = (left ^ multiplier).multipliedFullWidth(by: right ^ 0xd6e8_feb8_6659_fd93)
        return product.high ^ product.low
    }

    @inlinable @inline(__always)
    static func finish(_ hash: UInt64, _ count: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: ((hash ^ count << 56) &* multiplier) >> 32)
    }
}
