/// A fast hash of bytes, with a secret of the process in every step, so that nobody can prepare keys that collide.
enum ByteHash {
    /// Sixteen bytes a step: the two halves of a product of 128 bits, folded.
    static func hash(_ key: UnsafeBufferPointer<UInt8>) -> UInt64 {
        let secret = secret
        var hash = secret.start ^ UInt64(truncatingIfNeeded: key.count)
        let bytes = UnsafeRawBufferPointer(key)
        var index = 0
        while index &+ 16 <= key.count {
            // Sound: sixteen bytes from `index` lie within the key.
            let left = unsafe bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let right = unsafe bytes.loadUnaligned(fromByteOffset: index &+ 8, as: UInt64.self)
            hash = fold(left ^ secret.left, right ^ secret.right ^ hash)
            index &+= 16
        }
        let (left, right) = unsafe rest(bytes, from: index)
        return fold(left ^ secret.left, right ^ secret.right ^ hash)
    }

    /// The last bytes, fewer than sixteen, as two words that may share some.
    @inline(__always)
    private static func rest(_ bytes: UnsafeRawBufferPointer, from index: Int) -> (UInt64, UInt64) {
        let count = bytes.count &- index
        // Sound: every load lies between `index` and the end.
        if count >= 8 {
            return unsafe (
                bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self),
                bytes.loadUnaligned(fromByteOffset: bytes.count &- 8, as: UInt64.self)
            )
        }
        if count >= 4 {
            return unsafe (
                UInt64(bytes.loadUnaligned(fromByteOffset: index, as: UInt32.self)),
                UInt64(bytes.loadUnaligned(fromByteOffset: bytes.count &- 4, as: UInt32.self))
            )
        }
        if count == 0 { return (0, 0) }
        return unsafe (UInt64(bytes[index]) << 8 | UInt64(bytes[index &+ count / 2]), UInt64(bytes[bytes.count &- 1]))
    }

    @inline(__always)
    private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }

    private static let secret: (start: UInt64, left: UInt64, right: UInt64) = {
        var generator = SystemRandomNumberGenerator()
        return (generator.next(), generator.next() | 1, generator.next() | 1)
    }()
}
