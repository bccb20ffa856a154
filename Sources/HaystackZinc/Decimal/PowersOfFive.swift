/// Powers of five to 128 bits, and the nearest Double of an integer times a power of ten by one or two multiplications with them.
enum PowersOfFive {
    /// Where 5^q (q from 0) or the reciprocal's 128 leading bits (q below 0) can be had with machine integers.
    private static let exponents = -27...55

    /// Leading 128 bits: cut off for q from 0 (where they are exact), rounded up below.
    private static let table: [UInt128] = exponents.map { $0 < 0 ? reciprocal($0) : power($0) }

    private static func power(_ exponent: Int) -> UInt128 {
        var power: UInt128 = 1
        for _ in 0..<exponent { power *= 5 }
        return power << UInt128(power.leadingZeroBitCount)
    }

    /// 2^(z + 127) / 5^-q, rounded up, where 2^z is the least power of two that is not below 5^-q.
    private static func reciprocal(_ exponent: Int) -> UInt128 {
        var divisor: UInt128 = 1
        for _ in 0..<(-exponent) { divisor *= 5 }
        let bits = 128 - (divisor - 1).leadingZeroBitCount
        // Long division by one bit a step; the quotient is below 2^128 since 2^z < 2 × divisor.
        var quotient: UInt128 = 0
        var rest: UInt128 = 1
        for _ in 0..<(bits + 127) {
            rest <<= 1
            quotient <<= 1
            if rest >= divisor {
                rest -= divisor
                quotient |= 1
            }
        }
        return quotient + 1
    }

    /// The Double nearest to `digits` × 10^`exponent`; nil where this cannot be decided here, or the result is not a normal number.
    static func nearest(_ digits: UInt64, exponent: Int) -> Double? {
        guard digits != 0 else { return 0 }
        guard exponents.contains(exponent) else { return nil }
        let factor = table[exponent - exponents.lowerBound]
        let shift = digits.leadingZeroBitCount
        let (high, low) = product(digits << UInt64(shift), factor)
        // A low part of all ones could carry if the factor had more bits; exact factors have none.
        if low == .max, exponent < 0 { return nil }
        return assemble(high, low, exponent: exponent, shift: shift)
    }

    /// The upper 64 bits and the next 64 of a product; the factor's lower half counts only where it can change what is rounded.
    @inline(__always)
    private static func product(_ digits: UInt64, _ factor: UInt128) -> (high: UInt64, low: UInt64) {
        var (high, low) = digits.multipliedFullWidth(by: UInt64(truncatingIfNeeded: factor >> 64))
        if high & 0x1ff == 0x1ff {
            let carry = digits.multipliedFullWidth(by: UInt64(truncatingIfNeeded: factor)).high
            let (sum, overflow) = low.addingReportingOverflow(carry)
            low = sum
            if overflow { high &+= 1 }
        }
        return (high, low)
    }

    /// Rounds the product to 53 bits, half to even, and joins it with its binary exponent.
    @inline(__always)
    private static func assemble(_ high: UInt64, _ low: UInt64, exponent: Int, shift: Int) -> Double? {
        let upperBit = Int(high >> 63)
        var mantissa = high >> UInt64(upperBit + 9)
        // floor(exponent × log2(10)) by a multiplication that is exact within the exponents above.
        var binary = ((217_706 * exponent) >> 16) + 63 + upperBit - shift + 1023
        guard binary > 0, binary < 2046 else { return nil }
        // Exactly half-way between two Doubles: round to the even one, not up.
        if low <= 1, exponent >= -4, exponent <= 23, mantissa & 3 == 1, mantissa << UInt64(upperBit + 9) == high {
            mantissa &= ~1
        }
        mantissa = (mantissa + (mantissa & 1)) >> 1
        if mantissa >= 1 << 53 {
            mantissa = 1 << 52
            binary += 1
        }
        return Double(bitPattern: UInt64(binary) << 52 | mantissa & ((1 << 52) - 1))
    }
}
