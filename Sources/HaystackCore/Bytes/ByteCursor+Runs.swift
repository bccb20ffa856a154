extension ByteCursor {
    /// The number of ASCII bytes from the cursor on, up to a limit.
    ///
    /// Most text is ASCII to its end, which takes few steps to see: the last of them may have bytes of the one before.
    @inlinable @inline(__always)
    package func asciiCount(atMost limit: Int) -> Int {
        let bound = min(limit, remaining)
        var count = 0
        if bound > 32 {
            let last = bound &- 32
            while count < last, isASCII(stepFrom: position &+ count) { count &+= 32 }
            if count >= last, isASCII(stepFrom: position &+ last) { return bound }
        } else if bound > TextMark.limit {
            if let first = words(at: position), let last = words(at: position &+ bound &- TextMark.limit),
                (first.0 | first.1 | last.0 | last.1) & 0x8080_8080_8080_8080 == 0
            {
                return bound
            }
        } else if let text = shortMark(at: position, count: bound), text.isASCII {
            return bound
        }
        return asciiCount(from: count, atMost: bound)
    }

    /// The number of ASCII bytes up to a limit, of which some are known.
    @usableFromInline
    func asciiCount(from known: Int, atMost bound: Int) -> Int {
        var count = known
        while count < bound, let wide = wideBytes(from: position &+ count) {
            if wide != 0 { return min(bound, count &+ wide.trailingZeroBitCount) }
            count &+= 32
        }
        while count < bound, peek(count) < 0x80 { count &+= 1 }
        return min(bound, count)
    }

    /// A bit for each of 32 bytes, the first at the bottom: whether it is beyond ASCII. Nil where fewer are left.
    ///
    /// Where among many bytes the first one is could not be guessed; so it is found in the same steps wherever.
    @inlinable @inline(__always)
    package func wideBytes(from place: Int) -> UInt32? {
        guard let low = words(at: place), let high = words(at: place &+ 16) else { return nil }
        return ByteCursor.topBits(low.0) | ByteCursor.topBits(low.1) &<< 8 | ByteCursor.topBits(high.0) &<< 16 | ByteCursor.topBits(high.1) &<< 24
    }

    /// The top bits of a word's bytes, side by side.
    @inlinable @inline(__always)
    static func topBits(_ word: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: ((word & 0x8080_8080_8080_8080) &>> 7 &* 0x0102_0408_1020_4080) &>> 56)
    }

    /// Whether the 32 bytes from a place on are all ASCII.
    @inlinable @inline(__always)
    func isASCII(stepFrom place: Int) -> Bool {
        precondition(place >= 0 && place &+ 32 <= end)
        // Sound: the bytes lie within the cursor's, as checked above.
        let words = unsafe UnsafeRawPointer(base.unsafelyUnwrapped + place).loadUnaligned(as: SIMD4<UInt64>.self)
        return (words[0] | words[1] | words[2] | words[3]) & 0x8080_8080_8080_8080 == 0
    }

    /// Steps over as many bytes as are this one, up to a limit, and says how many.
    @inlinable @inline(__always)
    package mutating func skipRun(of byte: UInt8, atMost limit: Int) -> Int {
        let start = position
        let stop = min(end, start &+ limit)
        // A place of its own: the cursor's would be stored and loaded again for every byte.
        var place = start
        guard place < stop, peek(0) == byte else { return 0 }
        let pattern = 0x0101_0101_0101_0101 &* UInt64(byte)
        while place &+ 8 <= stop, let word = word(at: place) {
            let difference = word ^ pattern
            guard difference == 0 else {
                position = place &+ difference.trailingZeroBitCount / 8
                return position &- start
            }
            place &+= 8
        }
        while place < stop, peek(place &- start) == byte { place &+= 1 }
        position = place
        return place &- start
    }

    /// Copies as many bytes as are no higher than one, up to a limit, steps over them, and says how many. Some bytes behind
    /// the copy are overwritten: with 0 within the limit, with anything beyond.
    ///
    /// - Parameters:
    ///   - highest: less than 128.
    ///   - room: 8 bytes longer than the limit at least.
    @inlinable @inline(__always)
    package mutating func copyRun(upTo highest: UInt8, atMost limit: Int, to room: UnsafeMutablePointer<UInt8>) -> Int {
        let start = position
        let stop = min(end, start &+ limit)
        let rise = 0x0101_0101_0101_0101 &* UInt64(0x7f &- highest)
        var place = start
        while place < stop, let word = word(at: place) {
            let higher = ByteCursor.highBits(word, rise)
            // All bits below the first byte that is higher.
            let run = higher == 0 ? .max : (higher & (0 &- higher)) >> 7 &- 1
            // Sound: the place is within the limit, behind which there is room.
            unsafe UnsafeMutableRawPointer(room + (place &- start)).storeBytes(of: (word & run).littleEndian, as: UInt64.self)
            place &+= higher == 0 ? 8 : higher.trailingZeroBitCount / 8
            if higher != 0 { break }
        }
        while place < stop, peek(place &- start) <= highest {
            unsafe room[place &- start] = peek(place &- start)
            place &+= 1
        }
        // Beyond the limit other things may look like more of the run.
        position = min(place, stop)
        return position &- start
    }

    /// The high bit of each byte of a word that is above what the rise leaves room for below 128.
    @inlinable @inline(__always)
    static func highBits(_ word: UInt64, _ rise: UInt64) -> UInt64 {
        (((word & 0x7f7f_7f7f_7f7f_7f7f) &+ rise) | word) & 0x8080_8080_8080_8080
    }

    /// Steps over the next bytes if they are the same as those in a range before the cursor; an empty range is never met.
    @inlinable @inline(__always)
    package mutating func skip(bytesAt range: Range<Int>) -> Bool {
        let count = range.count
        guard count > 0, count <= remaining else { return false }
        var distance = 0
        // The range stands before the cursor, so that where a word fits here, it fits there; what it holds beyond the range is shifted out.
        while distance < count, let here = word(at: position &+ distance), let there = word(at: range.lowerBound &+ distance) {
            let rest = count &- distance
            let difference = rest >= 8 ? here ^ there : (here ^ there) << UInt64(truncatingIfNeeded: 64 &- rest &* 8)
            if difference != 0 { return false }
            distance &+= 8
        }
        while distance < count {
            if peek(distance) != peek(range.lowerBound &- position &+ distance) { return false }
            distance &+= 1
        }
        advance(count)
        return true
    }
}
