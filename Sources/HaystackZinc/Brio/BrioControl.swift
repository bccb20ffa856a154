/// The first byte of a value: its kind, and how its payload is written.
package enum BrioControl: UInt8 {
    case null = 0x00
    case marker = 0x01
    case na = 0x02
    case remove = 0x03
    case no = 0x04
    case yes = 0x05
    /// Number of 16 bits, -32767 to 32767; unit.
    case int16 = 0x06
    case int32 = 0x07
    case double = 0x08
    case str = 0x09
    /// Id, display name.
    case ref = 0x0a
    /// Id of the form `xxxxxxxx-xxxxxxxx` as 64 bits, display name.
    case handleRef = 0x0b
    case uri = 0x0c
    case date = 0x0d
    /// Milliseconds since midnight.
    case time = 0x0e
    /// 32 bits of seconds since 2000; zone.
    case seconds = 0x0f
    /// 64 bits of nanoseconds since 2000; zone.
    case nanoseconds = 0x10
    case coord = 0x11
    case xstr = 0x12
    case buf = 0x13
    case emptyDict = 0x14
    case dict = 0x15
    case emptyList = 0x16
    case list = 0x17
    case grid = 0x18
    case symbol = 0x19
    /// A Double of nanoseconds since 2000, zone: written by peers in JavaScript, read only.
    case doubleNanoseconds = 0x20

    /// The kind that a byte stands for. Told here one by one, in order, which costs a comparison: the initializer by raw value is not inlined.
    @inline(__always)
    init?(byte: UInt8) {
        switch byte {
        case 0x00: self = .null
        case 0x01: self = .marker
        case 0x02: self = .na
        case 0x03: self = .remove
        case 0x04: self = .no
        case 0x05: self = .yes
        case 0x06: self = .int16
        case 0x07: self = .int32
        case 0x08: self = .double
        case 0x09: self = .str
        case 0x0a: self = .ref
        case 0x0b: self = .handleRef
        case 0x0c: self = .uri
        case 0x0d: self = .date
        case 0x0e: self = .time
        case 0x0f: self = .seconds
        case 0x10: self = .nanoseconds
        case 0x11: self = .coord
        case 0x12: self = .xstr
        case 0x13: self = .buf
        case 0x14: self = .emptyDict
        case 0x15: self = .dict
        case 0x16: self = .emptyList
        case 0x17: self = .list
        case 0x18: self = .grid
        case 0x19: self = .symbol
        case 0x20: self = .doubleNanoseconds
        default: return nil
        }
    }
}

/// The bytes between which the content of lists, dicts and grids stands.
package enum BrioBracket: UInt8 {
    case openList = 0x5b
    case closeList = 0x5d
    case openDict = 0x7b
    case closeDict = 0x7d
    case openGrid = 0x3c
    case closeGrid = 0x3e

    package var character: Unicode.Scalar { Unicode.Scalar(rawValue) }
}

/// Bounds that the format itself does not set.
enum BrioBound {
    /// The rows of a grid without columns cost no bytes; more than these are refused, so that a few bytes cannot keep a reader of
    /// rows busy for ever.
    static let rowsWithoutColumns = 1 << 20
}
