import HaystackCore

/// Varints: integers of 1, 2, 4 or 9 bytes whose first bits say which.
///
/// `ff` is -1; `0…` 7 bits; `10…` 14 bits; `110…` 29 bits; `1110 0000` stands before 8 bytes.
enum BrioVarint {
    static let minusOne: UInt8 = 0xff

    /// How many bytes follow a first byte, and the bits of the value that it holds itself; nil where no varint starts so.
    @inline(__always)
    static func form(first byte: UInt8) -> (following: Int, bits: UInt64)? {
        switch byte {
        case 0x00...0x7f: (0, UInt64(byte))
        case 0x80...0xbf: (1, UInt64(byte & 0x3f))
        case 0xc0...0xdf: (3, UInt64(byte & 0x1f))
        case 0xe0: (8, 0)
        default: nil
        }
    }
}

extension BrioReader {
    /// Reads a varint that is 0 or more.
    @inline(__always)
    mutating func readVarint(_ what: StaticString) throws(HaystackError) -> Int {
        let first = cursor.current
        if first < 0x80, !cursor.isAtEnd {
            cursor.advance()
            return Int(first)
        }
        return try readLongVarint(what)
    }

    private mutating func readLongVarint(_ what: StaticString) throws(HaystackError) -> Int {
        let place = cursor.position
        guard !cursor.isAtEnd else { throw endsEarly("the count or code of \(what)") }
        guard let (following, bits) = BrioVarint.form(first: cursor.current) else {
            throw syntax("found the byte \(cursor.current), expected the count or code of \(what)")
        }
        guard cursor.remaining > following else { throw endsEarly("the rest of the count or code of \(what)") }
        cursor.advance()
        var value = bits
        for _ in 0..<following {
            value = value << 8 | UInt64(cursor.current)
            cursor.advance()
        }
        guard let count = Int(exactly: value) else { throw syntax("found a negative count or code of \(what)", at: place) }
        return count
    }

    /// Reads a count of things that take at least a byte each, so that no more can follow than bytes are left.
    @inline(__always)
    mutating func readCount(_ what: StaticString) throws(HaystackError) -> Int {
        let count = try readVarint(what)
        guard count <= cursor.remaining else { throw endsEarly("\(count) \(what), which need as many bytes at least") }
        return count
    }
}
