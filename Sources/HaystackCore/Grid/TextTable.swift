/// A table of distinct strings, found again by their UTF-8 without making a String.
package struct TextTable {
    /// The strings, each at the place that its code says.
    package private(set) var texts: [String] = []
    /// Codes by hash, open addressing; -1 is free. The size is a power of two.
    private var slots: [Int32] = []
    private var hashes: [UInt64] = []
    /// Cells coded so far, to see whether strings repeat at all.
    private var asked = 0
    private var lastCode: Int32 = -1

    /// Once this many strings are known and hardly one repeats, looking for repeats is given up.
    private static let hopelessCount = 4096

    package init() {}

    /// The code of a string given as valid UTF-8; a new one is taken into the table.
    @inline(__always)
    package mutating func code(of bytes: UnsafeBufferPointer<UInt8>) -> Int32 {
        if lastCode >= 0, unsafe matches(bytes, Int(lastCode)) { return lastCode }
        lastCode = unsafe find(bytes)
        return lastCode
    }

    private mutating func find(_ bytes: UnsafeBufferPointer<UInt8>) -> Int32 {
        asked &+= 1
        if texts.count >= TextTable.hopelessCount, asked < texts.count * 2 {
            return unsafe add(String(decoding: bytes, as: UTF8.self))
        }
        if hashes.count * 2 >= slots.count { enlarge() }
        let hash = unsafe TextTable.hash(bytes)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] >= 0 {
            let code = Int(slots[slot])
            if hashes[code] == hash, unsafe matches(bytes, code) { return slots[slot] }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = Int32(texts.count)
        hashes.append(hash)
        return unsafe add(String(decoding: bytes, as: UTF8.self))
    }

    private mutating func add(_ text: String) -> Int32 {
        texts.append(text)
        return Int32(texts.count - 1)
    }

    @inline(__always)
    private func matches(_ bytes: UnsafeBufferPointer<UInt8>, _ code: Int) -> Bool {
        var text = texts[code]
        guard text.utf8.count == bytes.count else { return false }
        return text.withUTF8 { unsafe $0.elementsEqual(bytes) }
    }

    private mutating func enlarge() {
        let size = max(16, slots.count * 2)
        slots = [Int32](repeating: -1, count: size)
        for (code, hash) in hashes.enumerated() {
            var slot = Int(truncatingIfNeeded: hash) & (size - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (size - 1) }
            slots[slot] = Int32(code)
        }
    }

    /// FNV-1a with a per-process seed, so that nobody can prepare strings that collide.
    private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash = seed
        // swift-format 6.3 would join the two words after `for`.
        // swift-format-ignore
        for unsafe byte in unsafe bytes {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        return hash ^ (hash >> 29)
    }

    private static let seed: UInt64 = {
        var generator = SystemRandomNumberGenerator()
        return generator.next() | 1
    }()
}
