import Testing

@testable import HaystackCore

/// A table of bytes looks for a key in few places, and of keys that never repeat it looks for few: every key must still get a code that is its
/// own text's, and keys of columns with few values one code each.
@Suite struct ByteTableTests {
    private static func codes(_ texts: [String], in table: inout ByteTable) -> [Int32] {
        texts.map { text in
            var text = text
            return text.withUTF8 { unsafe table.code(of: $0, TextMark($0)).code }
        }
    }

    /// Of all lengths around the words that the hash and the comparison take, different in one byte.
    private static var alikes: [String] {
        var texts = [""]
        for length in 1...70 {
            let plain = [UInt8](repeating: UInt8(ascii: "a"), count: length)
            texts.append(String(decoding: plain, as: UTF8.self))
            for place in 0..<length {
                var other = plain
                other[place] = UInt8(ascii: "b")
                texts.append(String(decoding: other, as: UTF8.self))
            }
        }
        return texts
    }

    @Test func `texts that differ in one byte, wherever, are never taken for each other`() {
        var table = ByteTable()
        let texts = ByteTableTests.alikes
        for _ in 0..<3 {
            let codes = ByteTableTests.codes(texts, in: &table)
            #expect(codes.map { table.keys[Int($0)] } == texts)
        }
    }

    @Test(arguments: [1, 2, 4, 16, 100, 1000])
    func `few values have one code each, or not many more, however often they come`(count: Int) {
        var table = ByteTable()
        let values = (0..<count).map { "p:demo:r:\($0 &* 7919)-\($0)" }
        for _ in 0..<40 { _ = ByteTableTests.codes(values, in: &table) }
        // One of very many may stand too far from its place, and some are not looked for where many different ones come before the first repeat.
        let limit = count <= 100 ? count + count / 20 : count * 3
        #expect(table.keys.count <= limit)
        #expect(ByteTableTests.codes(values, in: &table).map { table.keys[Int($0)] } == values)
    }

    /// Long, and different only where the sample that is hashed at first has none.
    private static func addresses(_ count: Int) -> [String] {
        (0..<count).map { number in
            let digits = String(number + 10_000)
            return "https://bms.example.com/api/sites/\(digits)/equips/ahu-1/points/discharge-air-temp?format=json&pretty=true"
        }
    }

    @Test(arguments: [2, 8, 9, 10, 20, 100])
    func `long texts that differ only somewhere in the middle have one code each`(count: Int) {
        var table = ByteTable()
        let values = ByteTableTests.addresses(count)
        for _ in 0..<40 { _ = ByteTableTests.codes(values, in: &table) }
        #expect(table.keys.count <= count + count / 20)
        #expect(table.slots.count <= 16 * max(count, 2))
        #expect(ByteTableTests.codes(values, in: &table).map { table.keys[Int($0)] } == values)
    }

    @Test func `keys made to collide cost no more than others, and are kept`() {
        var table = ByteTable()
        // Long texts whose hash reads none of the bytes in which they differ.
        let values = (0..<5000).map { number in
            let digits = String(number)
            return String(repeating: "a", count: 20) + String(repeating: "0", count: 6 - digits.count) + digits + String(repeating: "b", count: 100)
        }
        let codes = ByteTableTests.codes(values, in: &table)
        #expect(Set(codes).count == values.count)
        #expect(codes.map { table.keys[Int($0)] } == values)
    }
}
