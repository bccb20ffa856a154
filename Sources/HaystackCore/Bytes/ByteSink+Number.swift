extension ByteSink {
    /// Appends a number as Zinc writes it, with its unit: `12`, `-3.5kW`, `INF`, `-INF`, `NaN`.
    package mutating func append(number: Number) {
        append(double: number.value)
        if number.value.isFinite { append(number.unitText) }
    }

    /// Appends the shortest decimal that reads back to the same Double; whole numbers up to 2^53 without a point.
    package mutating func append(double value: Double) {
        let magnitude = value.magnitude
        guard magnitude <= 9_007_199_254_740_992 else { return append(largeDouble: value) }
        let whole = Int64(magnitude)
        if Double(whole) == magnitude {
            if value < 0 { append(ascii: "-") }
            append(decimal: UInt64(whole))
        } else if ShortestDecimal.takes(magnitude) {
            if value < 0 { append(ascii: "-") }
            append(ShortestDecimal(magnitude))
        } else {
            append(value.description)
        }
    }

    private mutating func append(largeDouble value: Double) {
        if value.isNaN {
            append("NaN")
        } else if value.isInfinite {
            append(value < 0 ? "-INF" : "INF")
        } else {
            append(value.description)
        }
    }

    private mutating func append(_ decimal: ShortestDecimal) {
        let (whole, fraction) = decimal.digits.quotientAndRemainder(dividingBy: ByteSink.powersOfTen[decimal.places])
        append(decimal: whole)
        append(ascii: ".")
        append(decimal: fraction, width: decimal.places)
    }

    /// Appends an unsigned integer in decimal, padded on the left with zeros to `width` digits, 20 at most.
    @inline(__always)
    package mutating func append(decimal value: UInt64, width: Int = 1) {
        if value < 100_000_000, width <= 8 { return append(upToEight: value, width: width) }
        append(long: value, width: width)
    }

    private mutating func append(long value: UInt64, width: Int) {
        let (upper, lower) = value.quotientAndRemainder(dividingBy: 100_000_000)
        if upper < 100_000_000, width <= 16 {
            append(upToEight: upper, width: max(width - 8, 1))
        } else {
            append(upToEight: upper / 100_000_000, width: max(width - 16, 1))
            append(upToEight: upper % 100_000_000, width: 8)
        }
        append(upToEight: lower, width: 8)
    }

    /// Appends a number of at most eight digits.
    @inline(__always)
    private mutating func append(upToEight value: UInt64, width: Int) {
        let digits = DecimalDigits.eight(value)
        let zeros = min(digits == 0 ? 8 : digits.trailingZeroBitCount / 8, 8 &- width)
        let text = (digits | 0x3030_3030_3030_3030) >> UInt64(truncatingIfNeeded: zeros &* 8)
        append(word: text, count: 8 &- zeros)
    }

    private static let powersOfTen: [UInt64] = (0...19).map { exponent in
        (0..<exponent).reduce(1) { power, _ in power * 10 }
    }
}

/// Digits of a number, all at once.
enum DecimalDigits {
    /// The eight digits of a number below 10^8, a byte each, the first digit in the lowest byte.
    ///
    /// Each step halves all parts at once: into four digits, two, one. A part is multiplied by the reciprocal of its divisor, which is exact
    /// for parts of that size, and the products do not reach into their neighbours.
    @inline(__always)
    static func eight(_ value: UInt64) -> UInt64 {
        let upper = value / 10_000
        let fours = upper | (value &- upper &* 10_000) << 32
        let hundreds = (fours &* 10_486) >> 20 & 0x0000_007f_0000_007f
        let twos = hundreds | (fours &- hundreds &* 100) << 16
        let tens = (twos &* 103) >> 10 & 0x000f_000f_000f_000f
        return tens | (twos &- tens &* 10) << 8
    }
}
