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
        } else if !append(shortDecimal: magnitude, negative: value < 0) {
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

    /// Appends a value that has at most four decimal places, as most measured values have.
    ///
    /// `m / 10^k` with m below 2^53 is rounded correctly, so where it gives the value back, `m` with the point moved by k
    /// reads back to the same Double; taking the least such k makes it the shortest.
    private mutating func append(shortDecimal magnitude: Double, negative: Bool) -> Bool {
        guard magnitude >= 0.001, magnitude < 1e9 else { return false }
        var scale = 1.0
        for places in 1...4 {
            scale *= 10
            let digits = (magnitude * scale).rounded()
            guard digits / scale == magnitude else { continue }
            if negative { append(ascii: "-") }
            let whole = UInt64(digits) / UInt64(scale)
            append(decimal: whole)
            append(ascii: ".")
            append(decimal: UInt64(digits) - whole * UInt64(scale), width: places)
            return true
        }
        return false
    }

    /// Appends an unsigned integer in decimal, padded on the left with zeros to `width` digits.
    package mutating func append(decimal value: UInt64, width: Int = 1) {
        var digits = width
        var bound: UInt64 = ByteSink.powersOfTen[min(width, 19)]
        while digits < 20, value >= bound {
            digits += 1
            let (next, overflow) = bound.multipliedReportingOverflow(by: 10)
            bound = overflow ? .max : next
        }
        unsafe append(upTo: digits) { room in
            var rest = value
            for index in stride(from: digits - 1, through: 0, by: -1) {
                // Sound: the room holds `digits` bytes, and index runs below that.
                unsafe room[index] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            }
            return digits
        }
    }

    private static let powersOfTen: [UInt64] = (0...19).map { exponent in
        (0..<exponent).reduce(1) { power, _ in power * 10 }
    }
}
