import HaystackCore

/// Reads decimal numbers from bytes to the nearest Double.
///
/// Up to 19 digits are kept as an integer w, with a power of ten q. Small w and q are exact Doubles, and one division or multiplication rounds
/// correctly. Others go through a product with a 128-bit power of five (Lemire, "Number parsing at a gigabyte per second", 2021).
/// The few that neither decides are left to the standard library.
enum DecimalReader {
    /// Reads `-12.5e-3` with `_` between digits, from the cursor on.
    static func read(_ cursor: inout ByteCursor) throws(HaystackError) -> Double {
        let start = cursor.position
        let isNegative = cursor.skip(UInt8(ascii: "-"))
        var decimal = Decimal()
        guard ZincGrammar.isDigit(cursor.current) else { throw cursor.expected("a digit") }
        readDigits(&cursor, &decimal, areFraction: false)
        if cursor.current == UInt8(ascii: "."), ZincGrammar.isDigit(cursor.peek(1)) {
            cursor.advance()
            readDigits(&cursor, &decimal, areFraction: true)
        }
        readExponent(&cursor, &decimal)
        let magnitude = value(decimal) ?? slowValue(cursor, from: start)
        return isNegative ? -magnitude : magnitude
    }

    private struct Decimal {
        var digits: UInt64 = 0
        var exponent = 0
        /// Digits of any place that did not fit: the value is more than `digits` says.
        var isCut = false
    }

    @inline(__always)
    private static func readDigits(_ cursor: inout ByteCursor, _ decimal: inout Decimal, areFraction: Bool) {
        while true {
            let digit = cursor.current &- UInt8(ascii: "0")
            if digit < 10 {
                append(digit, to: &decimal, areFraction: areFraction)
                cursor.advance()
            } else if cursor.current == UInt8(ascii: "_"), ZincGrammar.isDigit(cursor.peek(1)) {
                cursor.advance()
            } else {
                return
            }
        }
    }

    @inline(__always)
    private static func append(_ digit: UInt8, to decimal: inout Decimal, areFraction: Bool) {
        // 18 nines and one more digit stay below 2^64.
        if decimal.digits < 1_000_000_000_000_000_000 {
            decimal.digits = decimal.digits &* 10 &+ UInt64(digit)
            if areFraction { decimal.exponent &-= 1 }
        } else {
            decimal.isCut = decimal.isCut || digit != 0
            if !areFraction { decimal.exponent &+= 1 }
        }
    }

    /// Reads `e5`, `e+5`, `e-5`; an `e` before anything else belongs to the unit.
    @inline(__always)
    private static func readExponent(_ cursor: inout ByteCursor, _ decimal: inout Decimal) {
        guard cursor.current | 0x20 == UInt8(ascii: "e") else { return }
        let sign = cursor.peek(1)
        let isSigned = sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+")
        guard ZincGrammar.isDigit(cursor.peek(isSigned ? 2 : 1)) else { return }
        cursor.advance(isSigned ? 2 : 1)
        var exponent = 0
        while ZincGrammar.isDigit(cursor.current) {
            if exponent < 100_000 { exponent = exponent * 10 + Int(cursor.current &- UInt8(ascii: "0")) }
            cursor.advance()
        }
        decimal.exponent &+= sign == UInt8(ascii: "-") ? -exponent : exponent
    }

    @inline(__always)
    private static func value(_ decimal: Decimal) -> Double? {
        guard !decimal.isCut else { return nil }
        if decimal.digits < 1 << 53, abs(decimal.exponent) <= 22 {
            let power = PowersOfTen.exact[abs(decimal.exponent)]
            return decimal.exponent < 0 ? Double(decimal.digits) / power : Double(decimal.digits) * power
        }
        return PowersOfFive.nearest(decimal.digits, exponent: decimal.exponent)
    }

    /// What the standard library makes of the text, without its sign and separators.
    @inline(never)
    private static func slowValue(_ cursor: ByteCursor, from start: Int) -> Double {
        var digits: [UInt8] = []
        // swift-format 6.3 would join the two words after `for`.
        // swift-format-ignore
        for unsafe byte in unsafe cursor.bytes(from: start, to: cursor.position) where byte != UInt8(ascii: "_") { digits.append(byte) }
        if digits.first == UInt8(ascii: "-") { digits.removeFirst() }
        // The grammar of what was read is a part of the standard library's, so that there always is a value.
        return Double(String(decoding: digits, as: UTF8.self)) ?? .nan
    }
}

/// Powers of ten that a Double holds exactly.
enum PowersOfTen {
    static let exact: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ]
}
