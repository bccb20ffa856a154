/// A place in bytes that somebody else keeps alive: what readers step along.
///
/// All access to the memory is here, and every access is checked against the end. A cursor must not outlive the call that lent it its bytes.
///
/// Methods are inlinable, so that the codecs' modules step over a byte without a call.
@usableFromInline @safe
package struct ByteCursor {
    // What changes stands apart from the end: loaded together with it in one go, a place just stored would have to reach memory first.
    /// The next byte's place, 0 to `end`.
    @usableFromInline package var position = 0
    @usableFromInline let base: UnsafePointer<UInt8>?
    /// The number of bytes.
    @usableFromInline package let end: Int
    /// The number of places from which there are eight bytes, and sixteen.
    @usableFromInline let wordPlaces: UInt
    @usableFromInline let pairPlaces: UInt

    @inlinable
    package init(_ bytes: UnsafeBufferPointer<UInt8>) {
        unsafe base = bytes.baseAddress
        end = bytes.count
        wordPlaces = UInt(max(0, bytes.count - 7))
        pairPlaces = UInt(max(0, bytes.count - 15))
    }

    /// Lends a cursor over the bytes of an array.
    @inlinable
    package static func over<Result, Failure: Error>(
        _ bytes: [UInt8],
        _ body: (inout ByteCursor) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try unsafe bytes.withUnsafeBufferPointer { buffer throws(Failure) in
            var cursor = unsafe ByteCursor(buffer)
            return try body(&cursor)
        }
    }

    @inlinable @inline(__always)
    package var isAtEnd: Bool { UInt(bitPattern: position) >= UInt(bitPattern: end) }

    @inlinable @inline(__always)
    package var remaining: Int { end &- position }

    /// The next byte, 0 at the end: a reader that meets 0 asks `isAtEnd`.
    @inlinable @inline(__always)
    package var current: UInt8 { peek(0) }

    /// The byte some places on, 0 past the end.
    @inlinable @inline(__always)
    package func peek(_ distance: Int) -> UInt8 {
        let place = position &+ distance
        // One comparison: without its sign, a place before the first byte is far behind the last.
        guard UInt(bitPattern: place) < UInt(bitPattern: end) else { return 0 }
        // Sound: 0 <= place < end, and end > 0 means that there is a base.
        return unsafe base.unsafelyUnwrapped[place]
    }

    @inlinable @inline(__always)
    package mutating func advance(_ distance: Int = 1) {
        position &+= distance
    }

    /// Steps over the next byte if it is this one.
    @inlinable @inline(__always)
    package mutating func skip(_ byte: UInt8) -> Bool {
        guard current == byte, !isAtEnd else { return false }
        advance()
        return true
    }

    /// The bytes from one place to another.
    @inlinable @inline(__always)
    package func bytes(from start: Int, to stop: Int) -> UnsafeBufferPointer<UInt8> {
        precondition(start >= 0 && start <= stop && stop <= end)
        guard let base = unsafe base else { return unsafe UnsafeBufferPointer(start: nil, count: 0) }
        // Sound: the range was checked to lie within the bytes.
        return unsafe UnsafeBufferPointer(start: base + start, count: stop - start)
    }

    /// Eight bytes as they stand in memory, most significant last as on every machine this runs on; nil where fewer are left.
    @inlinable @inline(__always)
    package func word(at place: Int) -> UInt64? {
        guard UInt(bitPattern: place) < wordPlaces else { return nil }
        // Sound: eight bytes from `place` lie within the bytes; loadUnaligned needs no alignment.
        return unsafe UInt64(littleEndian: UnsafeRawPointer(base.unsafelyUnwrapped + place).loadUnaligned(as: UInt64.self))
    }

    /// Sixteen bytes as two such words; nil where fewer are left.
    @inlinable @inline(__always)
    package func words(at place: Int) -> (UInt64, UInt64)? {
        guard UInt(bitPattern: place) < pairPlaces else { return nil }
        // Sound: sixteen bytes from `place` lie within the bytes.
        let bytes = unsafe UnsafeRawPointer(base.unsafelyUnwrapped + place)
        return unsafe (
            UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self)),
            UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        )
    }

    /// Reads a big-endian integer and steps over it; nil where too few bytes are left.
    @inlinable @inline(__always)
    package mutating func readBigEndian<Integer: FixedWidthInteger & BitwiseCopyable>(_: Integer.Type = Integer.self) -> Integer? {
        let size = MemoryLayout<Integer>.size
        guard remaining >= size else { return nil }
        // Sound: `size` bytes from `position` lie within the bytes.
        let value = unsafe UnsafeRawPointer(base.unsafelyUnwrapped + position).loadUnaligned(as: Integer.self)
        position &+= size
        return Integer(bigEndian: value)
    }

    /// The text between two places, nil where it is not valid UTF-8.
    @inlinable
    package func text(from start: Int, to stop: Int) -> String? {
        let text = unsafe bytes(from: start, to: stop)
        // Most text is ASCII, and then needs no validation.
        if unsafe ByteCursor(text).asciiCount(atMost: text.count) == text.count {
            return unsafe String(decoding: text, as: UTF8.self)
        }
        return unsafe String(validating: text, as: UTF8.self)
    }
}
