/// A fast hash of bytes, with a secret of the process in every step, so that nobody can prepare keys that collide.
enum ByteHash {
    /// Eight bytes a step: the two halves of a product of 128 bits, folded.
    static func hash(_ key: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash = secret.0 ^ UInt64(truncatingIfNeeded: key.count)
        var index = 0
        while index + 8 <= key.count {
            // Sound: eight bytes from `index` lie within the key.
            hash = unsafe mix(hash, UnsafeRawBufferPointer(key).loadUnaligned(fromByteOffset: index, as: UInt64.self))
            index += 8
        }
        var rest: UInt64 = 0
        while index < key.count {
            rest = unsafe rest << 8 | UInt64(key[index])
            index += 1
        }
        return mix(hash, rest)
    }

    @inline(__always)
    private static func mix(_ hash: UInt64, _ word: UInt64) -> UInt64 {
        let product = (hash ^ secret.1).multipliedFullWidth(by: word ^ secret.2)
        return product.high ^ product.low
    }

    private static let secret: (UInt64, UInt64, UInt64) = {
        var generator = SystemRandomNumberGenerator()
        return (generator.next(), generator.next() | 1, generator.next() | 1)
    }()
}
