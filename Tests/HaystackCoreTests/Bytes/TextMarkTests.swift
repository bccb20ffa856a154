import Testing

@testable import HaystackCore

/// A mark tells texts apart in a few steps, and stands for the whole of a short one: it must say the same however many bytes follow the text,
/// and never the same of two short texts.
@Suite struct TextMarkTests {
    /// The mark of a text with other bytes behind it.
    private static func mark(_ text: [UInt8], followedBy more: Int) -> TextMark {
        ByteCursor.over(text + [UInt8](repeating: 0xee, count: more)) { $0.mark(from: 0, to: text.count) }
    }

    @Test(arguments: 0...40)
    func `a text's mark does not depend on what follows it`(count: Int) {
        let text = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 1) }
        let alone = TextMarkTests.mark(text, followedBy: 0)
        for more in 1...20 { #expect(TextMarkTests.mark(text, followedBy: more) == alone) }
        #expect(alone.count == count)
        #expect(alone.isWhole == (count <= 16))
    }

    @Test(arguments: 1...16)
    func `short texts that differ in a byte or in their length have different marks`(count: Int) {
        let zeros = [UInt8](repeating: 0, count: count)
        let plain = TextMarkTests.mark(zeros, followedBy: 16)
        for shorter in 0..<count { #expect(TextMarkTests.mark([UInt8](repeating: 0, count: shorter), followedBy: 16) != plain) }
        for place in 0..<count {
            for bit in 0..<8 {
                var other = zeros
                other[place] = 1 << bit
                #expect(TextMarkTests.mark(other, followedBy: 16) != plain)
            }
        }
    }

    @Test(arguments: 0...16)
    func `a short text is ASCII where all of its bytes are, whatever follows`(count: Int) {
        let plain = [UInt8](repeating: 0x7f, count: count)
        #expect(TextMarkTests.mark(plain, followedBy: 16).isASCII)
        for place in 0..<count {
            var wide = plain
            wide[place] = 0x80
            #expect(!TextMarkTests.mark(wide, followedBy: 16).isASCII)
        }
    }

    @Test(arguments: 0...20)
    func `a String of a mark is its text, where it is short ASCII`(count: Int) {
        for first in [0, 1, 0x41, 0x70, 0x7f] as [UInt8] {
            let text = (0..<count).map { ($0 == 0 ? first : first &+ UInt8($0) * 3) & 0x7f }
            let string = String(TextMarkTests.mark(text, followedBy: 16))
            #expect(string == (count <= 15 ? String(decoding: text, as: UTF8.self) : nil))
            #expect(ByteCursor.over(text + text) { $0.string(from: count, to: count * 2) } == String(decoding: text, as: UTF8.self))
        }
        let wide = Array("é".utf8) + (0..<count).map { _ in 0x61 }
        #expect(String(TextMarkTests.mark(wide, followedBy: 16)) == nil)
        #expect(ByteCursor.over(wide) { $0.string(from: 0, to: wide.count) } == String(decoding: wide, as: UTF8.self))
    }

    @Test(arguments: 0...20)
    func `a short text is stepped over only where it stands whole`(count: Int) {
        let text = (0..<count).map { UInt8(truncatingIfNeeded: $0 &+ 65) }
        let bytes = text + text + [UInt8](repeating: 0, count: 32)
        ByteCursor.over(bytes) { cursor in
            let mark = cursor.shortMark(at: 0, count: count)
            #expect((mark == nil) == (count > 16))
            let isSkipped = cursor.skip(mark)
            #expect(isSkipped == (count <= 16))
            #expect(cursor.position == (count <= 16 ? count : 0))
        }
        // Too few bytes follow to read sixteen, so that the caller must look at the text itself.
        ByteCursor.over(Array(bytes.prefix(count + 15))) { cursor in
            cursor.position = count + 1
            #expect(cursor.shortMark(at: count + 1, count: count) == nil)
            let isSkipped = cursor.skip(nil)
            #expect(!isSkipped)
        }
    }

    @Test(arguments: 0...16)
    func `another text, a longer, a shorter or one at the end is not stepped over`(count: Int) {
        let text = (0..<count).map { UInt8(truncatingIfNeeded: $0 &+ 65) }
        let mark = TextMarkTests.mark(text, followedBy: 16)
        var others = (0..<count).map { place in text.enumerated().map { $0 == place ? $1 ^ 1 : $1 } }
        if count > 0 { others.append(Array(text.dropLast())) }
        for other in others {
            ByteCursor.over([0, 0] + other + [UInt8](repeating: 0xee, count: 16)) { cursor in
                cursor.position = 2
                let isSkipped = cursor.skip(mark)
                #expect(!isSkipped && cursor.position == 2)
            }
        }
        ByteCursor.over([0, 0] + text) { cursor in
            cursor.position = 2
            let isSkipped = cursor.skip(mark)
            #expect(isSkipped == (count == 16) && cursor.position == (count == 16 ? 18 : 2))
        }
    }

    @Test(arguments: 0...24)
    func `a mark is the same wherever the text and the cursor stand`(count: Int) {
        let text = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 1) }
        let alone = TextMarkTests.mark(text, followedBy: 0)
        for before in [1, 5, 17] {
            for position in [0, 1, before, before + count] {
                ByteCursor.over([UInt8](repeating: 7, count: before) + text) { cursor in
                    cursor.position = position
                    #expect(cursor.mark(from: before, to: before + count) == alone)
                }
            }
        }
    }
}
