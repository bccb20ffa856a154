/// How typed column storage marks a cell that holds no value of the column's kind: null, or NA.
///
/// The gap stands in the cell itself, in a pattern that no value uses. This keeps a column one plain array which can be handed to
/// a consumer of doubles as it is (gaps read as NaN there), with no bitmap to keep beside it.
@usableFromInline
package enum Gap {
    /// Quiet NaNs whose payloads no arithmetic produces. Every other NaN is made canonical before it enters a column.
    @inlinable package static var nullDouble: Double { Double(bitPattern: 0x7ff8_4e75_6c6c_0001) }
    @inlinable package static var naDouble: Double { Double(bitPattern: 0x7ff8_4e41_0000_0002) }
    /// Codes of columns whose cells point into a table.
    @inlinable package static var nullCode: Int32 { -1 }
    @inlinable package static var naCode: Int32 { -2 }
    /// How many codes are no gaps.
    package static func entryCount(of codes: [Int32]) -> Int {
        var gaps: UInt32 = 0
        // The gaps' codes are negative, and the only ones. There are no more rows than codes can tell apart.
        for code in codes { gaps &+= UInt32(bitPattern: code) >> 31 }
        return codes.count - Int(gaps)
    }

    /// Ticks that no ``DateTime`` in a column has: columns with these instants fall back to plain values.
    @inlinable package static var nullTicks: Int64 { .min }
    @inlinable package static var naTicks: Int64 { .min + 1 }

    /// A NaN that is not one of the gaps.
    @inlinable @inline(__always)
    package static func canonical(_ value: Double) -> Double { value.isNaN ? .nan : value }

    @inlinable @inline(__always)
    package static func isNull(_ value: Double) -> Bool { value.bitPattern == nullDouble.bitPattern }

    @inlinable @inline(__always)
    package static func isNA(_ value: Double) -> Bool { value.bitPattern == naDouble.bitPattern }
}

/// The cells that need no payload, as stored in a byte.
@usableFromInline @frozen
package enum Flag: UInt8, Sendable {
    case null = 0
    case marker = 1
    case na = 2
    case remove = 3
    case no = 4
    case yes = 5

    package var value: Value {
        switch self {
        case .null: .null
        case .marker: .marker
        case .na: .na
        case .remove: .remove
        case .no: .bool(false)
        case .yes: .bool(true)
        }
    }

    package init?(_ value: Value) {
        switch value {
        case .null: self = .null
        case .marker: self = .marker
        case .na: self = .na
        case .remove: self = .remove
        case .bool(let value): self = value ? .yes : .no
        default: return nil
        }
    }
}
