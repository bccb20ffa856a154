/// Up to eight bytes as one word, by which short texts are compared in one step.
package enum ShortBytes {
    /// The word of a text; nil where it is longer, or holds a zero byte, which the word could not tell from none.
    package static func word(of text: String) -> UInt64? {
        guard text.utf8.count <= 8, !text.utf8.contains(0) else { return nil }
        var word: UInt64 = 0
        for byte in text.utf8.reversed() { word = word << 8 | UInt64(byte) }
        return word
    }
}

extension ByteCursor {
    /// The word of up to eight bytes from a place on; nil where they are more.
    @inlinable @inline(__always)
    package func shortWord(from start: Int, to stop: Int) -> UInt64? {
        let size = stop &- start
        if size == 0 { return 0 }
        guard size <= 8 else { return nil }
        guard let word = word(at: start) else { return shortWordAtEnd(start, stop) }
        return word & (UInt64.max >> UInt64(truncatingIfNeeded: 64 &- size &* 8))
    }

    @usableFromInline
    func shortWordAtEnd(_ start: Int, _ stop: Int) -> UInt64 {
        var word: UInt64 = 0
        for place in (start..<stop).reversed() { word = word << 8 | UInt64(peek(place - position)) }
        return word
    }
}
