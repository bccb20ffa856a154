import HaystackCore
import HaystackZinc
import Testing

@Suite struct DecimalTests {
    @Test func `random doubles read back from their shortest text`() throws {
        var generator = SeededGenerator(seed: 1)
        var text = "["
        var expected: List = []
        for _ in 0..<20_000 {
            let value = Double(bitPattern: generator.next())
            guard value.isFinite else { continue }
            text += value.description + ","
            expected.append(.number(Number(value)))
        }
        #expect(try Value(zinc: text + "]") == .list(expected))
    }

    @Test func `decimals of many digits read as the nearest double`() throws {
        var generator = SeededGenerator(seed: 2)
        for _ in 0..<20_000 {
            let digits = UInt64.random(in: 0...UInt64.max, using: &generator)
            let point = Int.random(in: 0...19, using: &generator)
            let exponent = Int.random(in: -40...40, using: &generator)
            var text = String(digits)
            if point > 0, point < text.count { text.insert(".", at: text.index(text.startIndex, offsetBy: point)) }
            text += "e\(exponent)"
            #expect(try Value(zinc: text).double == Double(text), "\(text)")
        }
    }

    @Test(arguments: [
        "9007199254740993", "9007199254740992.5", "9007199254740993.00000000000000000000001", "1e22", "1e23", "1e-22", "1.7976931348623157e308",
        "2.2250738585072014e-308", "4.9e-324", "0.000000000000000000000000000000000001",
        "123456789012345678901234567890", "0.1e1", "1e400", "1e-400", "8.5e15", "4503599627370496.5", "4503599627370497.5",
        "1.00000000000000011102230246251565404236316680908203125",
    ])
    func `hard decimals read as the standard library reads them`(text: String) throws {
        #expect(try Value(zinc: text).double == Double(text))
    }

    @Test func `numbers with few decimals are written shortest`() throws {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<20_000 {
            let value =
                Double(Int.random(in: -99_999_999...99_999_999, using: &generator))
                / [10, 100, 1000, 10_000, 100_000][Int.random(in: 0..<5, using: &generator)]
            let text = try Value.number(value).zinc()
            #expect(Double(text) == value)
            #expect(text == (value == value.rounded() ? String(Int(value)) : value.description))
        }
    }
}
