import HaystackCore
import Testing

/// Fractions are written by our own code; the standard library's `description` is the oracle.
@Suite struct DecimalTextTests {
    @Test(arguments: [
        (0.001, "0.001"), (0.0010000000000000002, "0.0010000000000000002"), (0.3, "0.3"), (0.1 + 0.2, "0.30000000000000004"),
        (2.5, "2.5"), (123.456, "123.456"), (-0.5, "-0.5"), (999_999_999.9999, "999999999.9999"), (1e9 + 0.25, "1000000000.25"),
        (4_503_599_627_370_495.5, "4503599627370495.5"), (0.0009765625, "0.0009765625"),
        (100.00001, "100.00001"), (20.000000000000004, "20.000000000000004"), (1.7976931348623157, "1.7976931348623157"),
    ])
    func `a fraction has the fewest digits that read back`(value: Double, text: String) {
        #expect(Number(value).description == text)
        #expect(Double(text) == value)
    }

    @Test(arguments: -12...52)
    func `so have the powers of two and their neighbours`(exponent: Int) {
        let power = Double(sign: .plus, exponent: exponent, significand: 1)
        for value in [power, power.nextUp, power.nextDown, power * 1.5, power * 1.1] { expectOracle(value) }
    }

    @Test(arguments: 0..<10 as Range<UInt64>)
    func `and values of every size and number of places`(seed: UInt64) {
        var random = SplitMix(state: seed)
        for _ in 0..<300 {
            let mantissa = random.next() >> 12
            expectOracle(Double(bitPattern: UInt64.random(in: 1013...1075, using: &random) << 52 | mantissa))
            let scale = ([10, 100, 1e3, 1e4, 1e5, 1e7, 1e9] as [Double]).randomElement(using: &random) ?? 10
            expectOracle((Double.random(in: -1e6...1e6, using: &random) * scale).rounded() / scale)
        }
    }

    private func expectOracle(_ value: Double) {
        let expected = value == value.rounded() ? String(Int64(value)) : value.description
        #expect(Number(value).description == expected)
    }
}

/// Random numbers that are the same at every run.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}
