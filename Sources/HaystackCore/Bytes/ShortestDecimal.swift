/// The shortest decimal that reads back to the same Double, and of those the nearest to it: `digits` / 10^`places`, without zeros at the end.
///
/// A Double stands for all numbers nearer to it than to its neighbours. Times a power of ten that gives it about 17 digits, that stretch
/// holds an integer at least, and a multiple of ten at most (Giulietti, "The Schubfach way to render doubles", 2020). The values taken here
/// are of such a size that the product is exact in 128 bits, so that no table of rounded powers is needed.
@usableFromInline
struct ShortestDecimal {
    let digits: UInt64
    let places: Int

    /// Whether a value can be taken: a fraction of a size at which it is written without exponent.
    static func takes(_ magnitude: Double) -> Bool { magnitude >= 0.001 && magnitude < 4_503_599_627_370_496 }

    /// The decimal of a value that ``takes(_:)`` allows, and that is no whole number.
    @inline(__always)
    init(_ magnitude: Double) {
        if let short = ShortestDecimal(ofFewPlaces: magnitude) {
            self = short
        } else {
            self.init(ofAnyPlaces: magnitude)
        }
    }

    /// The decimal of a value that has at most four places, as most measured values have; nil for others.
    ///
    /// A quotient of two integers below 2^53 is rounded correctly, so that one which gives the value back reads back to it. Below 10^9
    /// a Double is finer than four places, so that there is no other of so few.
    @inline(__always)
    private init?(ofFewPlaces magnitude: Double) {
        guard magnitude < 1e9 else { return nil }
        let digits = Int64(magnitude * 10_000 + 0.5)
        guard Double(digits) / 10_000 == magnitude else { return nil }
        var places = 4
        var rest = UInt64(bitPattern: digits)
        ShortestDecimal.strip(2, 100, &rest, &places)
        ShortestDecimal.strip(1, 10, &rest, &places)
        self.digits = rest
        self.places = places
    }

    private init(ofAnyPlaces magnitude: Double) {
        // magnitude = mantissa × 2^exponent, exponent from -62 to -1
        let mantissa = magnitude.significandBitPattern | 1 << 52
        let exponent = Int(magnitude.bitPattern >> 52) - 1075
        // -floor(exponent × log10(2)), 1 to 19
        let places = -((exponent &* 315_653) >> 20)
        let stretch = Stretch(mantissa, fives: places, shift: -exponent &- places)
        self.init(digits: stretch.shortest, places: places)
    }

    @inline(__always)
    private init(digits: UInt64, places: Int) {
        var (digits, places) = (digits, places)
        ShortestDecimal.strip(8, 100_000_000, &digits, &places)
        ShortestDecimal.strip(4, 10_000, &digits, &places)
        ShortestDecimal.strip(2, 100, &digits, &places)
        ShortestDecimal.strip(1, 10, &digits, &places)
        self.digits = digits
        self.places = places
    }

    /// Takes some zeros off the end, if they are there.
    @inline(__always)
    private static func strip(_ zeros: Int, _ power: UInt64, _ digits: inout UInt64, _ places: inout Int) {
        let (quotient, rest) = digits.quotientAndRemainder(dividingBy: power)
        guard rest == 0 else { return }
        digits = quotient
        places &-= zeros
    }
}

/// The numbers for which a Double stands, scaled so that one at least is an integer. Bounds are kept in quarters, with the last bit set
/// where anything was cut off, by which comparing them with whole numbers stays exact.
private struct Stretch {
    private let lower: UInt64
    private let value: UInt64
    private let upper: UInt64
    /// The bounds belong to the stretch: a reader rounds half-way numbers to the even mantissa.
    private let isClosed: Bool

    /// The stretch around mantissa × 5^fives / 2^shift.
    @inline(__always)
    init(_ mantissa: UInt64, fives: Int, shift: Int) {
        let power = Stretch.powersOfFive[fives]
        let wide = (mantissa &* 4).multipliedFullWidth(by: power)
        let product = UInt128(_low: wide.low, _high: wide.high)
        let half = UInt128(power) << 1
        lower = Stretch.scaled(product &- half, shift)
        value = Stretch.scaled(product, shift)
        upper = Stretch.scaled(product &+ half, shift)
        isClosed = mantissa & 1 == 0
    }

    @inline(__always)
    private static func scaled(_ product: UInt128, _ shift: Int) -> UInt64 {
        let whole = product >> UInt128(truncatingIfNeeded: shift)
        let isCut = whole << UInt128(truncatingIfNeeded: shift) != product
        return UInt64(truncatingIfNeeded: whole) | (isCut ? 1 : 0)
    }

    /// The multiple of ten in the stretch; where there is none, its integer that is nearest to the value.
    @inline(__always)
    var shortest: UInt64 {
        let below = value >> 2
        let tens = below / 10 &* 10
        let isTensIn = isIn(tens)
        if isTensIn != isIn(tens &+ 10) { return isTensIn ? tens : tens &+ 10 }
        let isBelowIn = isIn(below)
        if isBelowIn != isIn(below &+ 1) { return isBelowIn ? below : below &+ 1 }
        let middle = below &* 4 &+ 2
        if value == middle { return below & 1 == 0 ? below : below &+ 1 }
        return value < middle ? below : below &+ 1
    }

    @inline(__always)
    private func isIn(_ integer: UInt64) -> Bool {
        let quarters = integer &* 4
        return isClosed ? lower <= quarters && quarters <= upper : lower < quarters && quarters < upper
    }

    /// 5^0 to 5^19.
    private static let powersOfFive: [UInt64] = (0...19).map { exponent in
        (0..<exponent).reduce(1) { power, _ in power * 5 }
    }
}
