import HaystackCore
import Testing

@Suite struct NumberTests {
    @Test(arguments: [
        (Number(0), "0"), (Number(-0.0), "0"), (Number(12), "12"), (Number(-3.5, unit: "kW"), "-3.5kW"), (Number(72, unit: "°F"), "72°F"),
        (Number(0.1), "0.1"), (Number(1e21), "1e+21"), (Number(Double.infinity), "INF"), (Number(-Double.infinity, unit: "kW"), "-INF"),
        (Number(Double.nan), "NaN"), (Number(9_007_199_254_740_992.0), "9007199254740992"), (Number(Int64.min), "-9.223372036854776e+18"),
        (Number(Double.leastNonzeroMagnitude), "5e-324"),
    ])
    func `a number shows as Zinc writes it`(number: Number, text: String) {
        #expect(number.description == text)
    }

    @Test(
        arguments: [
            (12.0, 12), (-0.0, 0), (-7, -7), (9_007_199_254_740_993.0, 9_007_199_254_740_992), (-9_223_372_036_854_775_808.0, Int.min),
            (0.5, nil),
            (.nan, nil), (.infinity, nil), (1e300, nil), (9_223_372_036_854_775_808.0, nil),
        ] as [(Double, Int?)]
    )
    func `a whole number within range is an Int`(value: Double, expected: Int?) {
        #expect(Number(value).int == expected)
    }

    @Test(arguments: [nil, ""] as [String?])
    func `an empty unit is none`(unit: String?) {
        #expect(Number(1, unit: unit).unit == nil)
        #expect(Number(1, unit: unit) == Number(1))
    }

    static let ordered: [Number] = [
        Number(.nan), Number(.nan, unit: "kW"), Number(-.infinity), Number(-2), Number(0), Number(-0.0, unit: "%"), Number(0, unit: "kW"),
        Number(.leastNonzeroMagnitude), Number(1), Number(1, unit: "a"), Number(1, unit: "b"), Number(.infinity),
    ]

    @Test func `numbers have one order: by value, NaN first, then by unit`() {
        for (left, smaller) in NumberTests.ordered.enumerated() {
            for (right, larger) in NumberTests.ordered.enumerated() {
                #expect((smaller < larger) == (left < right), "\(smaller) and \(larger)")
                #expect((smaller == larger) == (left == right), "\(smaller) and \(larger)")
            }
        }
    }

    @Test func `shuffled numbers sort into that order`() {
        #expect(NumberTests.ordered.shuffled().sorted() == NumberTests.ordered)
    }
}
