/// A hash table from the bytes of a name to a zone, so that a codec can look a zone up without making a string of its name.
///
/// The hash is FNV-1a, which an attacker could make collide; but only names that the database knows get in, so no input can fill it.
struct ZoneNameTable {
    private struct Entry {
        let name: [UInt8]
        let zone: HaystackTimeZone

        func isNamed(_ other: Span<UInt8>) -> Bool {
            guard name.count == other.count else { return false }
            for index in name.indices where name[index] != other[index] { return false }
            return true
        }
    }

    private var entries: [Entry] = []
    /// Indices into `entries` plus one, 0 where free; a power of two of them, at most half of them taken.
    private var slots = [Int](repeating: 0, count: 64)

    func find(_ name: Span<UInt8>) -> HaystackTimeZone? {
        let index = slots[slot(of: name)]
        return index == 0 ? nil : entries[index - 1].zone
    }

    mutating func insert(_ name: Span<UInt8>, _ zone: HaystackTimeZone) {
        guard slots[slot(of: name)] == 0 else { return }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(name.count)
        for index in name.indices { bytes.append(name[index]) }
        entries.append(Entry(name: bytes, zone: zone))
        slots[slot(of: name)] = entries.count
        if entries.count * 2 > slots.count { grow() }
    }

    private mutating func grow() {
        slots = [Int](repeating: 0, count: slots.count * 2)
        for (index, entry) in entries.enumerated() { slots[slot(of: entry.name.span)] = index + 1 }
    }

    /// The slot that holds a name, or the free one where it belongs.
    private func slot(of name: Span<UInt8>) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for index in name.indices { hash = (hash ^ UInt64(name[index])) &* 0x100_0000_01B3 }
        var slot = Int(truncatingIfNeeded: hash ^ hash >> 32) & (slots.count - 1)
        while slots[slot] != 0, !entries[slots[slot] - 1].isNamed(name) { slot = (slot + 1) & (slots.count - 1) }
        return slot
    }
}
