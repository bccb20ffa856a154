extension ByteCursor {
    /// The number of ASCII bytes from the cursor on, up to a limit.
    @inlinable @inline(__always)
    package func asciiCount(atMost limit: Int) -> Int {
        let bound = min(limit, remaining)
        var count = 0
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

    /// Steps over the next bytes if they are the same as those in a range before the cursor; an empty range is never met.
    @inlinable @inline(__always)
    package mutating func skip(bytesAt range: Range<Int>) -> Bool {
        let count = range.count
        guard count > 0, count <= remaining else { return false }
        for distance in 0..<count where peek(distance) != peek(range.lowerBound &- position &+ distance) { return false }
        advance(count)
        return true
    }
}
