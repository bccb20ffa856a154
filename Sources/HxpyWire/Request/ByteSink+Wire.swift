import HaystackCore

/// The control bytes of Brio that requests and replies are taken apart by here; all others are Brio's own affair.
enum WireControl {
    static let marker: UInt8 = 0x01
    static let int32: UInt8 = 0x07
    static let double: UInt8 = 0x08
    static let buf: UInt8 = 0x13
    static let emptyDict: UInt8 = 0x14
    static let dict: UInt8 = 0x15
    static let list: UInt8 = 0x17
    static let grid: UInt8 = 0x18
}

/// The bytes around the content of lists, dicts and grids.
enum WireBracket {
    static let openList = UInt8(ascii: "[")
    static let closeList = UInt8(ascii: "]")
    static let openDict = UInt8(ascii: "{")
    static let closeDict = UInt8(ascii: "}")
    static let openGrid = UInt8(ascii: "<")
}

extension ByteSink {
    /// Appends an integer of 0 or more in 1, 2, 4 or 9 bytes.
    mutating func append(wireVarint value: Int) {
        switch value {
        case 0..<0x80: append(UInt8(value))
        case 0x80..<0x4000: append(bigEndian: UInt16(value) | 0x8000)
        case 0x4000..<0x2000_0000: append(bigEndian: UInt32(value) | 0xc000_0000)
        default:
            append(0xe0)
            append(bigEndian: Int64(value))
        }
    }

    /// Appends a string in full: no code of the constants, the number of its scalars, UTF-8.
    mutating func append(wireString text: String) {
        append(0xff)
        append(wireVarint: text.unicodeScalars.count)
        append(text)
    }

    /// Appends a Number without unit: an extent of a matrix.
    mutating func append(wireCount count: Int) {
        if let small = Int16(exactly: count) {
            append(0x06)
            append(bigEndian: small)
        } else if let medium = Int32(exactly: count) {
            append(WireControl.int32)
            append(bigEndian: medium)
        } else {
            append(WireControl.double)
            append(bigEndian: Double(count).bitPattern)
        }
        append(wireString: "")
    }
}
