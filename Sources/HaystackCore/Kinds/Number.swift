/// A floating point number with an optional unit: `72°F`, `450kW`, `3`.
///
/// Two numbers are equal when value and unit are. So that numbers can be keys, NaN equals NaN and `-0` equals `0`,
/// and equal numbers hash equally. Units are never converted.
public struct Number: Sendable {
    /// The value.
    public var value: Double
    /// The unit's symbol or name, empty for none. Kept as a plain String: symbols of up to 15 bytes cost no allocation.
    package var unitText: String

    /// The symbol or name of the unit as the Haystack unit database has it (`kW`, `°F`, `%`), nil for none.
    public var unit: String? {
        get { unitText.isEmpty ? nil : unitText }
        set { unitText = newValue ?? "" }
    }

    /// Makes a number; an empty unit is none.
    public init(_ value: Double, unit: String? = nil) {
        self.value = value
        self.unitText = unit ?? ""
    }

    /// Makes a number of an integer. Beyond 2^53 the nearest Double is taken.
    public init(_ value: some BinaryInteger, unit: String? = nil) {
        self.init(Double(value), unit: unit)
    }

    /// The value as an Int when it is a whole number within Int's range.
    public var int: Int? { Int(exactly: value) }
}

extension Number: Hashable {
    /// True where both values (NaN and NaN, -0 and 0 included) and both units are the same.
    public static func == (left: Number, right: Number) -> Bool {
        (left.value == right.value || (left.value.isNaN && right.value.isNaN)) && left.unitText == right.unitText
    }

    /// Hashes what `==` compares: every NaN alike, -0 as 0.
    public func hash(into hasher: inout Hasher) {
        // Double hashes -0 as 0 itself; NaNs of different bits must be made one.
        hasher.combine(value.isNaN ? Double.nan : value)
        hasher.combine(unitText)
    }
}

extension Number: Comparable {
    /// By value, NaN below all others; equal values by unit, so that the order agrees with `==`.
    public static func < (left: Number, right: Number) -> Bool {
        if left.value < right.value { return true }
        if left.value > right.value { return false }
        if left.value.isNaN != right.value.isNaN { return left.value.isNaN }
        return left.unitText < right.unitText
    }
}

extension Number: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
    /// A number without unit.
    public init(integerLiteral value: Int) { self.init(Double(value)) }
    /// A number without unit.
    public init(floatLiteral value: Double) { self.init(value) }
}

extension Number: CustomStringConvertible {
    /// As Zinc writes it: `12`, `-3.5kW`, `INF`, `NaN`.
    public var description: String {
        var sink = ByteSink(capacity: 32)
        sink.append(number: self)
        return sink.makeString()
    }
}
