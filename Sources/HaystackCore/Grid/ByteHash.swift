/// A fast hash of bytes that need not be spread well: what is looked for by it is looked for in a few places only, however many collide.
@usableFromInline
enum ByteHash {
    /// Reads a key's mark, and of longer keys the next eight bytes at each end and sixteen in the middle: all of what names are, a part of
    /// long texts.
    @inlinable @inline(__always)
    static func sample(_ key: UnsafeBufferPointer<UInt8>, _ mark: TextMark) -> UInt32 {
        let count = key.count
        var hash = fold(mark.first, mark.second ^ UInt64(truncatingIfNeeded: count))
        guard !mark.isWhole else { return finish(hash) }
        let bytes = UnsafeRawBufferPointer(key)
        let middle = count / 2
        hash ^= unsafe fold(word(bytes, 8), word(bytes, count &- 16)) &* multiplier
        hash ^= unsafe fold(word(bytes, middle &- 8), ~word(bytes, middle))
        return finish(hash)
    }

    /// Reads all bytes, sixteen a step.
    @usableFromInline
    static func whole(_ key: UnsafeBufferPointer<UInt8>, _ mark: TextMark) -> UInt32 {
        guard !mark.isWhole else { return unsafe sample(key, mark) }
        let bytes = UnsafeRawBufferPointer(key)
        var hash = UInt64(truncatingIfNeeded: key.count)
        for place in stride(from: 0, to: key.count &- 16, by: 16) {
            hash = unsafe fold(word(bytes, place) ^ hash, word(bytes, place &+ 8))
        }
        hash = unsafe fold(word(bytes, key.count &- 16) ^ hash, word(bytes, key.count &- 8))
        return finish(hash)
    }

    /// Eight bytes from a place, which must lie within the key.
    @inlinable @inline(__always)
    static func word(_ bytes: UnsafeRawBufferPointer, _ place: Int) -> UInt64 {
        unsafe bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
    }

    @inlinable static var multiplier: UInt64 { 0x9e37_79b9_7f4a_7c15 }

    @inlinable @inline(__always)
    static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = (left ^ multiplier).multipliedFullWidth(by: right ^ 0xd6e8_feb8_6659_fd93)
        return product.high ^ product.low
    }

    @inlinable @inline(__always)
    static func finish(_ hash: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: (hash &* multiplier) >> 32)
    }
}
