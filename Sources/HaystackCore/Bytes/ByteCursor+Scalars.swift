extension ByteCursor {
    /// The number of scalars in all of the bytes, which must be valid UTF-8, and of those beyond the basic plane, which have four bytes.
    package var scalarCounts: (scalars: Int, beyond: Int) {
        var place = 0
        var scalars = end
        var beyond = 0
        while place &+ 8 <= end {
            var continuing = ByteTally()
            var wide = ByteTally()
            // A tally holds so many steps before one of its bytes is full.
            let stop = min(end &- 7, place &+ 8 &* ByteTally.stepLimit)
            while place < stop, let word = word(at: place) {
                // The top bits of a continuation are 10; the four top bits of a first byte of four are set.
                continuing.add(word & ~(word << 1))
                wide.add(word & word << 1 & word << 2 & word << 3)
                place &+= 8
            }
            scalars &-= continuing.sum
            beyond &+= wide.sum
        }
        while place < end {
            let byte = peek(place)
            if byte & 0xc0 == 0x80 { scalars &-= 1 }
            if byte >= 0xf0 { beyond &+= 1 }
            place &+= 1
        }
        return (scalars, beyond)
    }
}

/// Counts in each byte of a word how often its top bit was set.
private struct ByteTally {
    static let stepLimit = 255
    private var counts: UInt64 = 0

    @inline(__always)
    mutating func add(_ word: UInt64) { counts &+= word >> 7 & 0x0101_0101_0101_0101 }

    /// All bytes' counts together.
    var sum: Int {
        let pairs = (counts & 0x00ff_00ff_00ff_00ff) &+ (counts >> 8 & 0x00ff_00ff_00ff_00ff)
        return Int((pairs &* 0x0001_0001_0001_0001) >> 48)
    }
}
