import HaystackCore
import Testing

@testable import HaystackZinc

/// Text is read by words and blocks: whatever stands at whichever place of them, it must be read, or refused, as if byte by byte.
@Suite struct BrioTextTests {
    /// The first and last characters of each form, and some of the most frequent.
    private static let characters: [String] = [
        "\u{80}", "°", "é", "\u{7ff}", "\u{800}", "\u{fff}", "\u{1000}", "–", "€", "\u{cfff}", "\u{d000}", "\u{d7ff}", "\u{e000}", "\u{feff}", "\u{ffff}",
        "\u{10000}", "😀", "\u{10ffff}",
    ]

    /// Before what is tried, so that the blocks begin here: text that is ASCII so far is stepped over otherwise.
    private static let lead = "é"

    /// What is no character, and the place in it at which that is seen.
    private static let faults: [(bytes: [UInt8], place: Int)] = [
        ([0x80], 0), ([0xbf], 0), ([0xc0, 0xaf], 0), ([0xc1, 0xbf], 0), ([0xc2, 0x41], 1), ([0xc2, 0xc2], 1), ([0xe0, 0x9f, 0xbf], 1),
        ([0xe2, 0x28, 0xa1], 1), ([0xe2, 0x82, 0x28], 2), ([0xe2, 0x82, 0xe2], 2), ([0xf0, 0x8f, 0xbf, 0xbf], 1), ([0xf1, 0x80, 0x80, 0x41], 3),
        ([0xf4, 0x90, 0x80, 0x80], 1), ([0xf5, 0x80, 0x80, 0x80], 0), ([0xff], 0), ([0xc2, 0xe2], 1), ([0xe2, 0x82, 0xc2], 2),
    ]

    private static let tails = [0, 1, 15, 31, 32, 33, 34, 70]

    /// A list of a text and a marker, so that a text that ends elsewhere is seen, and where its first byte is.
    private static func document(_ text: [UInt8], characters: Int, _ counting: Brio.Options.StringCounting) throws -> (bytes: [UInt8], start: Int) {
        // The count as it is written before another text of so many characters.
        let other = try Brio.encode(.str(String(repeating: "x", count: characters)), options: Brio.Options(counting: counting))
        let head: [UInt8] = [0x17, 0x5b, 2] + other.dropLast(characters)
        return (head + text + [1, 0x5d], head.count)
    }

    @Test(arguments: [Brio.Options.StringCounting.scalars, .utf16], characters)
    func `a character is read at any place of a block`(counting: Brio.Options.StringCounting, character: String) throws {
        let options = Brio.Options(counting: counting)
        var wrong: [String] = []
        for start in 0...36 {
            for tail in BrioTextTests.tails {
                let ascii = String(repeating: "a", count: start)
                let rest = String(repeating: "b", count: tail)
                let alone = ascii + character + rest
                for text in [alone, BrioTextTests.lead + alone, BrioTextTests.lead + ascii + character + character + rest + character] {
                    let count = counting == .scalars ? text.unicodeScalars.count : text.utf16.count
                    let document = try BrioTextTests.document(Array(text.utf8), characters: count, counting)
                    if try Brio.decode(document.bytes, options: options) != [.str(text), .marker] { wrong.append(text) }
                }
            }
        }
        #expect(wrong == [])
    }

    @Test(arguments: [Brio.Options.StringCounting.scalars, .utf16], faults.indices)
    func `what is no character is refused at any place of a block`(counting: Brio.Options.StringCounting, number: Int) throws {
        let (fault, place) = BrioTextTests.faults[number]
        for start in 0...36 {
            for tail in BrioTextTests.tails {
                let before = Array(BrioTextTests.lead.utf8) + [UInt8](repeating: 0x61, count: start)
                let text = before + fault + [UInt8](repeating: 0x62, count: tail)
                // As many characters as there are at most, so that none of the fault lies behind the text.
                let document = try BrioTextTests.document(text, characters: start + 1 + fault.count + tail, counting)
                let error = #expect(throws: HaystackError(.syntax, ""), "\(start) before, \(tail) behind") {
                    try Brio.decode(document.bytes, options: Brio.Options(counting: counting))
                }
                #expect(error?.position == .offset(document.start + before.count + place), "\(start) before, \(tail) behind")
            }
        }
    }

    @Test func `surrogates are read in pairs, and refused alone, at any place of a block`() throws {
        let high: [UInt8] = [0xed, 0xa0, 0xb4]
        let low: [UInt8] = [0xed, 0xb4, 0x9e]
        for start in 0...36 {
            for tail in BrioTextTests.tails {
                let ascii = String(repeating: "a", count: start)
                let before = Array((BrioTextTests.lead + ascii).utf8)
                let rest = String(repeating: "b", count: tail)
                let pair = try BrioTextTests.document(before + high + low + rest.utf8, characters: start + tail + 3, .utf16)
                #expect(try Brio.decode(pair.bytes) == [.str(BrioTextTests.lead + ascii + "\u{1d11e}" + rest), .marker])
                for alone in [high + [0x62, 0x62, 0x62], low + high, high + high] {
                    let document = try BrioTextTests.document(before + alone + rest.utf8, characters: start + tail + 3, .utf16)
                    #expect(throws: HaystackError(.syntax, ""), "\(start) before, \(tail) behind") { try Brio.decode(document.bytes) }
                }
            }
        }
    }

    @Test(arguments: [Brio.Options.StringCounting.scalars, .utf16]) func `texts of any mixture are read as they were written`(
        counting: Brio.Options.StringCounting
    ) throws {
        var random = SeededGenerator(seed: 11)
        let options = Brio.Options(counting: counting)
        for _ in 0..<3000 {
            let share = Int.random(in: 1...20, using: &random)
            let text = (0..<Int.random(in: 0...150, using: &random)).map { _ in
                Int.random(in: 0..<20, using: &random) < share ? "a" : BrioTextTests.characters.randomElement(using: &random) ?? ""
            }
            let value: Value = [.str(text.joined()), .marker]
            #expect(try Brio.decode(try Brio.encode(value, options: options), options: options) == value)
        }
    }
}
