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

    /// How many codes so many values may have: one of very many may stand too far from its place, and some are not looked for where many
    /// different ones come before the first repeat.
    private static func limit(_ count: Int) -> Int { count <= ByteTable.trialCount ? count : count <= 100 ? count * 5 / 3 : count * 3 }

    @Test(arguments: [1, 2, 4, 16, 32, 33, 100, 1000])
    func `few values have one code each, or not many more, however often they come`(count: Int) {
        var table = ByteTable()
        let values = (0..<count).map { "p:demo:r:\($0 &* 7919)-\($0)" }
        for _ in 0..<40 { _ = ByteTableTests.codes(values, in: &table) }
        #expect(table.keys.count <= ByteTableTests.limit(count))
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
        #expect(table.keys.count <= ByteTableTests.limit(count))
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

    /// Short and long, and looking like others: what a table that knows its recent keys by their marks alone might take for each other.
    private static let lookAlikes = ["", "\0", "a", "a\0", "\0a", "aa", "aaaaaaa", "aaaaaaaa", "aaaaaaaa\0", "aaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa"]

    @Test func `recent texts are never taken for others`() {
        var table = ByteTable()
        // A column of few values at first, so that it has a table of recent ones.
        _ = ByteTableTests.codes(["x", "x", "x", "x"], in: &table)
        #expect(!table.recent.isEmpty)
        let texts = (ByteTableTests.lookAlikes + ByteTableTests.alikes).flatMap { [$0, $0] }
        for _ in 0..<2 {
            let codes = ByteTableTests.codes(texts, in: &table)
            #expect(codes.map { table.keys[Int($0)] } == texts)
            // A text that came just before has its code again.
            #expect(stride(from: 0, to: texts.count, by: 2).allSatisfy { codes[$0] == codes[$0 + 1] })
        }
    }

    /// Columns whose texts repeat only after many that do not: name, texts, and how many are different.
    private static func late() -> [(String, [String], Int)] {
        var generator = Congruential()
        func unique(_ count: Int) -> [String] { (0..<count).map { "unique-\($0)" } }
        let triples = (0..<6000).flatMap { [String](repeating: "triple-\($0)", count: 3) }
        let cycle = (0..<8).flatMap { _ in (0..<5000).map { "site-\($0)" } }
        let random = (0..<60_000).map { _ in "site-\(Int.random(in: 0..<5000, using: &generator))" }
        return [
            ("triples after 130", unique(130) + triples, 6130), ("triples after 1000", unique(1000) + triples, 7000),
            ("a cycle of many", cycle, 5000), ("many at random", random, 5000),
        ]
    }

    @Test func `texts that repeat late have not many more codes than there are texts`() {
        for (name, texts, count) in ByteTableTests.late() {
            var table = ByteTable()
            let codes = ByteTableTests.codes(texts, in: &table)
            #expect(table.keys.count <= count * 3, "\(name)")
            #expect(codes.enumerated().allSatisfy { table.keys[Int($1)] == texts[$0] }, "\(name)")
        }
    }

    /// Texts of 48 bytes that all have one hash of all their bytes, and different ones of a sample: in the second step of the hash the bytes from 16
    /// on take away what the first left.
    private static func sameWhole(_ count: Int) -> [[UInt8]] {
        var generator = Congruential()
        return (0..<count).map { _ in
            var key = [UInt8](repeating: UInt8(ascii: "x"), count: 48)
            for place in 0..<16 { key[place] = UInt8.random(in: 33..<127, using: &generator) }
            let words = stride(from: 0, to: 16, by: 8).map { start in key[start..<start + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
            let word = ByteHash.fold(words[0] ^ 48, words[1]) ^ ByteHash.multiplier
            for place in 0..<8 { key[16 + place] = UInt8(truncatingIfNeeded: word >> UInt64(place * 8)) }
            return key
        }
    }

    @Test func `keys made to have one hash are put no further than they are looked for`() {
        var table = ByteTable()
        let keys = ByteTableTests.sameWhole(2000)
        let hashes = keys.map { unsafe $0.withUnsafeBufferPointer { unsafe ByteHash.whole($0, TextMark($0)) } }
        #expect(Set(hashes).count == 1)
        // One that repeats keeps the table looking for all.
        for key in keys.flatMap({ [$0, keys[0]] }) { unsafe key.withUnsafeBufferPointer { _ = unsafe table.code(of: $0, TextMark($0)) } }
        // Two long texts of one sample, after which all bytes are hashed.
        _ = ByteTableTests.codes(ByteTableTests.addresses(2), in: &table)
        let (hashesAll, used) = (table.hashesAll, table.slots.filter { $0.code >= 0 })
        #expect(hashesAll)
        #expect(used.count { $0.hash == hashes[0] } == ByteTable.reach)
        #expect(table.usedSlots == used.count)
    }
}

/// The same numbers in every run.
private struct Congruential: RandomNumberGenerator {
    private var state: UInt64 = 1

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ state >> 29
    }
}
