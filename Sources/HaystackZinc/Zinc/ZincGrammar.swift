import HaystackCore

/// Which bytes may stand where in Zinc.
enum ZincGrammar {
    /// Letters, digits and `_ : - . ~`, of which ids and symbols are made.
    @inline(__always)
    static func isIdByte(_ byte: UInt8) -> Bool {
        if TagName.isNameByte(byte) { return true }
        switch byte {
        case UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "~"): return true
        default: return false
        }
    }

    /// Letters, `% _ / $` and everything beyond ASCII, with which units begin.
    @inline(__always)
    static func isUnitByte(_ byte: UInt8) -> Bool {
        if byte >= 0x80 || (byte | 0x20) &- UInt8(ascii: "a") < 26 { return true }
        switch byte {
        case UInt8(ascii: "%"), UInt8(ascii: "_"), UInt8(ascii: "/"), UInt8(ascii: "$"): return true
        default: return false
        }
    }

    /// Letters, digits and `_ - + /`, of which the names of time zones are made.
    @inline(__always)
    static func isZoneByte(_ byte: UInt8) -> Bool {
        if TagName.isNameByte(byte) { return true }
        switch byte {
        case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "/"): return true
        default: return false
        }
    }

    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    /// The characters before which a backslash in a Uri is kept as part of the value.
    static func isKeptAfterBackslash(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ":"), UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "["), UInt8(ascii: "]"),
            UInt8(ascii: "@"), UInt8(ascii: "&"), UInt8(ascii: "="), UInt8(ascii: ";"), UInt8(ascii: "\\"):
            return true
        default:
            return false
        }
    }

    /// Whether text may be written as an id or symbol.
    static func isId(_ text: String) -> Bool { !text.isEmpty && text.utf8.allSatisfy(isIdByte) }

    /// Whether text may be written as an id or symbol, given as UTF-8.
    static func isId(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        for index in 0..<text.count where unsafe !isIdByte(text[index]) { return false }
        return !text.isEmpty
    }

    /// Whether two bytes are a no-break space or begin a comment, where a unit ends.
    private static func endsUnit(_ first: UInt8, _ second: UInt8) -> Bool {
        switch first {
        case 0xc2: second == 0xa0
        case UInt8(ascii: "/"): second == UInt8(ascii: "/") || second == UInt8(ascii: "*")
        default: false
        }
    }

    /// Whether text written behind digits reads back as a unit: an exponent, a digit group or a comment must not be seen in it.
    static func isUnit(_ text: String) -> Bool {
        let bytes = Array(text.utf8.prefix(2))
        guard let first = bytes.first, isUnitByte(first) else { return false }
        if bytes.count == 2 {
            let second = bytes[1]
            if first | 0x20 == UInt8(ascii: "e"), isDigit(second) || second == UInt8(ascii: "+") || second == UInt8(ascii: "-") { return false }
            if first == UInt8(ascii: "_"), isDigit(second) { return false }
        }
        var previous: UInt8 = 0
        for byte in text.utf8 {
            guard isUnitByte(byte) || isDigit(byte), !endsUnit(previous, byte) else { return false }
            previous = byte
        }
        return true
    }

    /// Whether a unit behind a single 0 would be seen as the digits of a hexadecimal number. Behind 0.0 it is not.
    static func looksHexadecimalBehindZero(_ unit: String) -> Bool {
        let bytes = Array(unit.utf8.prefix(2))
        return bytes.count == 2 && bytes[0] | 0x20 == UInt8(ascii: "x") && Character(Unicode.Scalar(bytes[1])).isHexDigit
    }
}
