/// What texts are told apart by in a few steps: a length and two words, which are all of a short text, and of a longer one its ends.
///
/// A short text within others is read, compared and hashed in the same steps whatever its length, which the processor need not guess. One that
/// stands alone, or at the end of the input, is read byte by byte.
@usableFromInline
package struct TextMark: Equatable, Sendable {
    /// The first eight bytes as they stand in memory, fewer shifted up so that nothing else is in the word.
    @usableFromInline let first: UInt64
    /// In the same way the next bytes of a short text, the last eight of a longer one.
    @usableFromInline let second: UInt64
    @usableFromInline package let count: Int

    /// The bytes that a mark holds.
    @inlinable package static var limit: Int { 16 }

    @inlinable @inline(__always)
    init(first: UInt64, second: UInt64, count: Int) {
        self.first = first
        self.second = second
        self.count = count
    }

    /// The mark of a short text.
    ///
    /// - Parameters:
    ///   - words: sixteen bytes from the text's start on.
    ///   - count: at most ``limit``.
    @inlinable @inline(__always)
    init(short count: Int, in words: (UInt64, UInt64)) {
        let size = min(count, 8)
        self.init(first: TextMark.top(size, of: words.0), second: TextMark.top(count &- size, of: words.1), count: count)
    }

    /// The first of a word's bytes, at its top.
    @inlinable @inline(__always)
    static func top(_ size: Int, of word: UInt64) -> UInt64 {
        let half = halfShift(size)
        return (word &<< half) &<< half
    }

    /// Half of how far so many bytes are from a word's top. Shifts go in two steps, for one by all 64 bits is none.
    @inlinable @inline(__always)
    static func halfShift(_ size: Int) -> UInt64 { 32 &- UInt64(truncatingIfNeeded: size) &* 4 }

    /// The mark of any text.
    @inlinable @inline(__always)
    package init(_ text: UnsafeBufferPointer<UInt8>) {
        self = unsafe ByteCursor(text).mark(from: 0, to: text.count)
    }

    /// Whether the mark is the whole text.
    @inlinable @inline(__always)
    package var isWhole: Bool { count <= TextMark.limit }

    /// Whether the bytes in the mark are ASCII.
    @inlinable @inline(__always)
    package var isASCII: Bool { (first | second) & 0x8080_8080_8080_8080 == 0 }

    /// The bytes of a short text as they stood in memory, zeros behind them.
    @inlinable @inline(__always)
    var shortWords: (UInt64, UInt64) {
        let size = min(count, 8)
        return (TextMark.bottom(size, of: first), TextMark.bottom(count &- size, of: second))
    }

    @inlinable @inline(__always)
    static func bottom(_ size: Int, of word: UInt64) -> UInt64 {
        let half = halfShift(size)
        return (word &>> half) &>> half
    }

    @inlinable @inline(__always)
    package static func == (left: TextMark, right: TextMark) -> Bool {
        (left.first ^ right.first) | (left.second ^ right.second) | UInt64(truncatingIfNeeded: left.count ^ right.count) == 0
    }
}

extension String {
    /// Bytes that a String holds in itself.
    @inlinable static var inlineLimit: Int { 15 }

    /// The text of a mark in a few steps, where it is short enough to need no memory of its own, and ASCII.
    @inlinable @inline(__always)
    package init?(_ mark: TextMark) {
        guard mark.count <= String.inlineLimit, mark.isASCII else { return nil }
        let (first, second) = mark.shortWords
        unsafe self.init(unsafeUninitializedCapacity: String.inlineLimit) { room in
            // Sound: there is room for fifteen bytes; the two words share one.
            let bytes = unsafe UnsafeMutableRawPointer(room.baseAddress.unsafelyUnwrapped)
            unsafe bytes.storeBytes(of: first.littleEndian, as: UInt64.self)
            unsafe bytes.storeBytes(of: (second &<< 8 | first &>> 56).littleEndian, toByteOffset: 7, as: UInt64.self)
            return mark.count
        }
    }
}

extension ByteCursor {
    /// The text between two places, which must be valid UTF-8.
    @inlinable @inline(__always)
    package func string(from start: Int, to stop: Int) -> String {
        if let mark = shortMark(at: start, count: stop &- start), let text = String(mark) { return text }
        return unsafe String(decoding: bytes(from: start, to: stop), as: UTF8.self)
    }

    /// The mark of the text between two places.
    @inlinable @inline(__always)
    package func mark(from start: Int, to stop: Int) -> TextMark {
        let count = stop &- start
        guard let words = words(at: start) else { return markAtEnd(start, stop) }
        if count <= TextMark.limit { return TextMark(short: count, in: words) }
        return TextMark(first: words.0, second: word(at: stop &- 8) ?? 0, count: count)
    }

    /// The mark of a text from whose start on there are fewer than sixteen bytes.
    @usableFromInline
    func markAtEnd(_ start: Int, _ stop: Int) -> TextMark {
        var words: (UInt64, UInt64) = (0, 0)
        for place in (start..<stop).reversed() {
            words.1 = words.1 << 8 | words.0 >> 56
            words.0 = words.0 << 8 | UInt64(peek(place &- position))
        }
        return TextMark(short: stop &- start, in: words)
    }

    /// The mark of a short text; nil where it is longer, or fewer than sixteen bytes are left from its start on.
    @inlinable @inline(__always)
    package func shortMark(at place: Int, count: Int) -> TextMark? {
        guard UInt(bitPattern: count) <= UInt(TextMark.limit), let words = words(at: place) else { return nil }
        return TextMark(short: count, in: words)
    }

    /// Steps over the next bytes if they are this short text.
    @inlinable @inline(__always)
    package mutating func skip(_ text: TextMark?) -> Bool {
        guard let text, let here = shortMark(at: position, count: text.count), here == text else { return false }
        advance(text.count)
        return true
    }
}
