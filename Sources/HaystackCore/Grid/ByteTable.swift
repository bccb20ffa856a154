/// A table of byte strings, each with a code: 0 for the first, 1 for the next.
///
/// Builders find the strings and refs of a column in it by the bytes that stand in the input, before anything is made of them. Equal bytes
/// nearly always have one code; they may get another where looking for them would cost more than it saves, so that nobody can prepare keys
/// that make it slow.
@usableFromInline
package struct ByteTable: Sendable {
    /// The keys by code.
    @usableFromInline package var keys: TextTable
    /// Where keys are looked for, by their hash and in a few places from there on. The size is a power of two.
    @usableFromInline var slots: [Slot] = []
    @usableFromInline var usedSlots = 0
    /// Keys got last, by ``recentPlace(_:)``. Columns of few values find nearly all of them here; empty while keys rarely repeat.
    @usableFromInline var recent: [Recent] = []
    /// Keys found so far, to see whether they repeat at all.
    @usableFromInline var foundCount = 0
    /// Whether all bytes of a key are hashed: once two different keys had one hash, as those have that differ where the sample has none.
    @usableFromInline var hashesAll = false

    /// A key's hash and code; a code of -1 is none.
    @usableFromInline
    struct Slot: Sendable {
        @usableFromInline var hash: UInt32
        @usableFromInline var code: Int32

        @inlinable
        init(hash: UInt32, code: Int32) {
            self.hash = hash
            self.code = code
        }

        @inlinable static var free: Slot { Slot(hash: 0, code: -1) }
    }

    /// A key's mark and code; a code of -1 is none.
    @usableFromInline
    struct Recent: Sendable {
        @usableFromInline var mark: TextMark
        @usableFromInline var code: Int32

        @inlinable
        init(mark: TextMark, code: Int32) {
            self.mark = mark
            self.code = code
        }
    }

    /// Places in which a key is looked for. With half of the slots free a key is rarely further.
    @inlinable static var reach: Int { 8 }

    /// So many keys are all kept to be found.
    @inlinable static var trialCount: Int { 32 }
    /// Of more keys all are if one of so many was found again.
    @inlinable static var hopefulShare: Int { 32 }
    /// Else one of so many is: enough to see whether keys repeat further apart.
    @inlinable static var keepStep: Int { 16 }

    /// An empty table.
    ///
    /// - Parameter document: as for a ``TextTable``.
    package init(sharing document: [UInt8] = []) {
        keys = TextTable(sharing: document)
    }

    /// The code of a key, and whether it was given just now.
    ///
    /// - Parameter mark: the key's.
    @inlinable @inline(__always)
    package mutating func code(of key: UnsafeBufferPointer<UInt8>, _ mark: TextMark) -> (code: Int32, isNew: Bool) {
        guard !recent.isEmpty else { return unsafe find(key, mark) }
        let place = ByteTable.recentPlace(mark)
        let known = recent[place]
        if known.mark == mark, known.code >= 0, unsafe mark.isWhole || matches(key, Int(known.code)) { return (known.code, false) }
        let found = unsafe find(key, mark)
        recent[place] = Recent(mark: mark, code: found.code)
        return found
    }

    /// Where a key is among the recent ones.
    @inlinable @inline(__always)
    static func recentPlace(_ mark: TextMark) -> Int {
        let bits = (mark.first ^ mark.second &+ UInt64(truncatingIfNeeded: mark.count)) &* ByteHash.multiplier
        return Int(truncatingIfNeeded: bits >> 59)
    }

    @inlinable @inline(never)
    mutating func find(_ key: UnsafeBufferPointer<UInt8>, _ mark: TextMark) -> (code: Int32, isNew: Bool) {
        if usedSlots &* 2 >= slots.count { enlarge() }
        let hash = unsafe hashesAll ? ByteHash.whole(key, mark) : ByteHash.sample(key, mark)
        let mask = slots.count &- 1
        // Where no place in reach is free the first of them is taken, whose key is forgotten.
        var target = Int(hash) & mask
        var place = target
        for _ in 0..<ByteTable.reach {
            let slot = slots[place]
            if slot.code < 0 {
                target = place
                break
            }
            if slot.hash == hash {
                if unsafe matches(key, Int(slot.code)) { return (found(slot.code), false) }
                if !hashesAll { return unsafe findByAll(key, mark) }
            }
            place = (place &+ 1) & mask
        }
        let code = Int32(truncatingIfNeeded: keys.count)
        let isKept = isHopeful || keys.count % ByteTable.keepStep == 0
        unsafe keys.append(key)
        if isKept { put(Slot(hash: hash, code: code), at: target) }
        return (code, true)
    }

    @inlinable @inline(__always)
    mutating func put(_ slot: Slot, at place: Int) {
        if slots[place].code < 0 { usedSlots &+= 1 }
        slots[place] = slot
    }

    @usableFromInline
    mutating func found(_ code: Int32) -> Int32 {
        foundCount &+= 1
        if recent.isEmpty, foundCount >= keys.count { recent = [Recent](repeating: Recent(mark: TextMark(first: 0, second: 0, count: 0), code: -1), count: 32) }
        return code
    }

    /// Whether keys have repeated so far, or it cannot be known yet. Of a column whose texts are all different only a few are kept, so that it
    /// costs little.
    @inlinable @inline(__always)
    var isHopeful: Bool { keys.count < ByteTable.trialCount || foundCount &* ByteTable.hopefulShare >= keys.count }

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
        if key.count <= 16 { return unsafe areEqual(short: left, right, count: key.count) }
        var place = 0
        // Sound: eight bytes from `place`, and the last eight, lie within both, which are of one length.
        while place &+ 8 <= key.count {
            if unsafe difference(left, right, place, UInt64.self) != 0 { return false }
            place &+= 8
        }
        return unsafe difference(left, right, key.count &- 8, UInt64.self) == 0
    }

    /// Whether up to sixteen bytes are the same: by words that may share some, with few branches.
    @inlinable @inline(__always)
    static func areEqual(short left: UnsafeRawPointer, _ right: UnsafeRawPointer, count: Int) -> Bool {
        // Sound: each load lies within the count.
        if count >= 8 { return unsafe difference(left, right, 0, UInt64.self) | difference(left, right, count &- 8, UInt64.self) == 0 }
        if count >= 4 { return unsafe difference(left, right, 0, UInt32.self) | difference(left, right, count &- 4, UInt32.self) == 0 }
        if count == 0 { return true }
        let ends = unsafe difference(left, right, 0, UInt8.self) | difference(left, right, count &- 1, UInt8.self)
        return unsafe ends | difference(left, right, count / 2, UInt8.self) == 0
    }

    @inlinable @inline(__always)
    static func difference<Word: FixedWidthInteger & BitwiseCopyable>(
        _ left: UnsafeRawPointer, _ right: UnsafeRawPointer, _ offset: Int, _: Word.Type
    ) -> Word {
        unsafe left.loadUnaligned(fromByteOffset: offset, as: Word.self) ^ right.loadUnaligned(fromByteOffset: offset, as: Word.self)
    }

    @usableFromInline
    mutating func enlarge() {
        fill(max(32, slots.count * 4), with: slots)
    }

    /// Goes over to hashes of all bytes, and looks for a key again.
    @usableFromInline
    mutating func findByAll(_ key: UnsafeBufferPointer<UInt8>, _ mark: TextMark) -> (code: Int32, isNew: Bool) {
        hashesAll = true
        let hashed = slots.filter { $0.code >= 0 }.map { slot in
            unsafe keys.withText(Int(slot.code)) { Slot(hash: unsafe ByteHash.whole($0, TextMark($0)), code: slot.code) }
        }
        fill(slots.count, with: hashed)
        return unsafe find(key, mark)
    }

    /// Puts the keys of some slots into so many.
    private mutating func fill(_ size: Int, with old: [Slot]) {
        slots = [Slot](repeating: .free, count: size)
        usedSlots = 0
        for slot in old where slot.code >= 0 { put(slot, at: freePlace(for: slot.hash)) }
    }

    /// The first free place for a hash, or its first place of all: only those in reach, for keys made to collide would make this slow.
    private func freePlace(for hash: UInt32) -> Int {
        let mask = slots.count - 1
        let first = Int(hash) & mask
        for step in 0..<ByteTable.reach where slots[(first + step) & mask].code < 0 { return (first + step) & mask }
        return first
    }
}
