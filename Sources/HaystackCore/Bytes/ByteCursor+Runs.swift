extension ByteCursor {
    /// The number of ASCII bytes from the cursor on, up to a limit.
    @inlinable @inline(__always)
    package func asciiCount(atMost limit: Int) -> Int {
        let bound = min(limit, remaining)
        if let text = shortMark(at: position, count: bound), text.isASCII { return bound }
        var count = 0
        // Four words a step: most text is ASCII to its end, and where in a step it is not need be found only once.
        while count &+ 32 <= bound, isASCII(stepFrom: position &+ count) { count &+= 32 }
        while count < bound {
            guard let word = word(at: position &+ count) else {
                guard peek(count) < 0x80 else { return count }
                count &+= 1
                continue
            }
            let high = word & 0x8080_8080_8080_8080
            if high != 0 { return min(bound, count &+ high.trailingZeroBitCount / 8) }
            count &+= 8
        }
        return min(bound, count)
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
