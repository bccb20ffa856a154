/// A table of distinct byte strings, each with a code: 0 for the first, 1 for the next.
///
/// Builders find the strings and refs of a column in it by the bytes that stand in the input, before anything is made of them.
@usableFromInline
package struct ByteTable: Sendable {
    /// The keys by code.
    @usableFromInline package private(set) var keys = TextTable()
    /// The keys' hashes, as far as they are looked for.
    private var hashes: [UInt64] = []
    /// Codes by hash, open addressing; -1 is free. The size is a power of two.
    private var slots: [Int32] = []
    @usableFromInline var lastCode: Int32 = -1
    /// Keys asked for so far, to see whether they repeat at all: once nearly none does, looking for repeats is given up.
    private var asked = 0

    private static let hopelessCount = 4096

    package init() {}

    /// The code of a key, and whether it was given just now.
    @inlinable @inline(__always)
    package mutating func code(of key: UnsafeBufferPointer<UInt8>) -> (code: Int32, isNew: Bool) {
        if lastCode >= 0, unsafe matches(key, Int(lastCode)) { return (lastCode, false) }
        return unsafe find(key)
    }

    @usableFromInline
    mutating func find(_ key: UnsafeBufferPointer<UInt8>) -> (code: Int32, isNew: Bool) {
        asked &+= 1
        if keys.count >= ByteTable.hopelessCount, asked < keys.count &* 2 { return unsafe (add(key), true) }
        if keys.count &* 2 >= slots.count { enlarge() }
        let hash = unsafe ByteHash.hash(key)
        let mask = slots.count &- 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] >= 0 {
            let code = slots[slot]
            if hashes[Int(code)] == hash, unsafe matches(key, Int(code)) {
                lastCode = code
                return (code, false)
            }
            slot = (slot &+ 1) & mask
        }
        hashes.append(hash)
        slots[slot] = unsafe add(key)
        return (lastCode, true)
    }

    private mutating func add(_ key: UnsafeBufferPointer<UInt8>) -> Int32 {
        lastCode = Int32(keys.count)
        unsafe keys.append(key)
        return lastCode
    }

    @inlinable @inline(__always)
    func matches(_ key: UnsafeBufferPointer<UInt8>, _ code: Int) -> Bool {
        unsafe keys.withText(code) { unsafe ByteTable.areEqual($0, key) }
    }

    @inlinable @inline(__always)
    static func areEqual(_ text: UnsafeBufferPointer<UInt8>, _ key: UnsafeBufferPointer<UInt8>) -> Bool {
        guard text.count == key.count else { return false }
        guard let base = text.baseAddress, let other = key.baseAddress else { return true }
        let left = unsafe UnsafeRawPointer(base)
        let right = unsafe UnsafeRawPointer(other)
        var place = 0
        while place &+ 8 <= key.count {
            // Sound: eight bytes from `place` lie within both, which are of one length.
            if unsafe left.loadUnaligned(fromByteOffset: place, as: UInt64.self) != right.loadUnaligned(fromByteOffset: place, as: UInt64.self) {
                return false
            }
            place &+= 8
        }
        while place < key.count {
            if unsafe left.load(fromByteOffset: place, as: UInt8.self) != right.load(fromByteOffset: place, as: UInt8.self) { return false }
            place &+= 1
        }
        return true
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
}
