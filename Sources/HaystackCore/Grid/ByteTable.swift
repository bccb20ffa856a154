/// A table of distinct byte strings, each with a code: 0 for the first, 1 for the next.
///
/// Builders find the strings and refs of a column in it by the bytes that stand in the input, before anything is made of them.
@usableFromInline
package struct ByteTable: Sendable {
    /// The keys by code.
    @usableFromInline package private(set) var keys: TextTable
    /// The keys' hashes, as far as they are looked for.
    private var hashes: [UInt64] = []
    /// Codes by hash, open addressing; -1 is free. The size is a power of two.
    private var slots: [Int32] = []
    /// Codes found last, by ``recentSlot(_:)``; -1 is none. Columns of few values find nearly all of them here. Empty before the first key.
    @usableFromInline var recent: [Int32] = []
    /// Keys asked for so far, to see whether they repeat at all: once nearly none does, looking for repeats is given up.
    private var asked = 0

    private static let hopelessCount = 4096

    /// An empty table.
    ///
    /// - Parameter document: as for a ``TextTable``.
    package init(sharing document: [UInt8] = []) {
        keys = TextTable(sharing: document)
    }

    /// The code of a key, and whether it was given just now.
    @inlinable @inline(__always)
    package mutating func code(of key: UnsafeBufferPointer<UInt8>) -> (code: Int32, isNew: Bool) {
        let slot = unsafe ByteTable.recentSlot(key)
        if slot < recent.count {
            let code = recent[slot]
            if code >= 0, unsafe matches(key, Int(code)) { return (code, false) }
        }
        return unsafe find(key, recentSlot: slot)
    }

    /// Where a key is among the recent ones: by its length, its first and its last byte.
    @inlinable @inline(__always)
    static func recentSlot(_ key: UnsafeBufferPointer<UInt8>) -> Int {
        guard let first = unsafe key.first else { return 0 }
        let last = unsafe key[key.count &- 1]
        return (key.count &* 5 &+ Int(first) &+ Int(last) &* 11) & 31
    }

    @usableFromInline
    mutating func find(_ key: UnsafeBufferPointer<UInt8>, recentSlot: Int) -> (code: Int32, isNew: Bool) {
        asked &+= 1
        if keys.count >= ByteTable.hopelessCount, asked < keys.count &* 2 { return unsafe (add(key), true) }
        if keys.count &* 2 >= slots.count { enlarge() }
        let hash = unsafe ByteHash.hash(key)
        let mask = slots.count &- 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] >= 0 {
            let code = slots[slot]
            if hashes[Int(code)] == hash, unsafe matches(key, Int(code)) {
                recent[recentSlot] = code
                return (code, false)
            }
            slot = (slot &+ 1) & mask
        }
        hashes.append(hash)
        let code = unsafe add(key)
        slots[slot] = code
        recent[recentSlot] = code
        return (code, true)
    }

    private mutating func add(_ key: UnsafeBufferPointer<UInt8>) -> Int32 {
        let code = Int32(keys.count)
        unsafe keys.append(key)
        return code
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
        if recent.isEmpty { recent = [Int32](repeating: -1, count: 32) }
        let size = max(64, slots.count * 2)
        slots = [Int32](repeating: -1, count: size)
        for (code, hash) in hashes.enumerated() {
            var slot = Int(truncatingIfNeeded: hash) & (size - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (size - 1) }
            slots[slot] = Int32(code)
        }
    }
}
