import Testing

@testable import haystack

/// Keys in the bytes of a terminal, in whatever pieces they come.
@Suite struct KeyDecoderTests {
    static let inputs: [([UInt8], [Key])] = [
        (Array("aλ😀".utf8), [.scalar("a"), .scalar("λ"), .scalar("😀")]),
        ([0x0D], [.enter]), ([0x0A], [.enter]), ([0x7F], [.backspace]), ([0x08], [.backspace]), ([0x09], [.tab]),
        ([0x01], [.home]), ([0x05], [.end]), ([0x02], [.left]), ([0x06], [.right]), ([0x10], [.up]), ([0x0E], [.down]),
        ([0x03], [.control("c")]), ([0x04], [.control("d")]), ([0x0B], [.control("k")]), ([0x15], [.control("u")]), ([0x12], [.control("r")]),
        (Array("\u{1b}[A\u{1b}[B\u{1b}[C\u{1b}[D".utf8), [.up, .down, .right, .left]),
        (Array("\u{1b}OA\u{1b}OB\u{1b}OC\u{1b}OD\u{1b}OH\u{1b}OF".utf8), [.up, .down, .right, .left, .home, .end]),
        (Array("\u{1b}[H\u{1b}[F\u{1b}[1~\u{1b}[4~\u{1b}[3~".utf8), [.home, .end, .home, .end, .delete]),
        (Array("\u{1b}[1;5C\u{1b}[1;5D\u{1b}f\u{1b}b".utf8), [.wordRight, .wordLeft, .wordRight, .wordLeft]),
        (Array("\u{1b}[15~x".utf8), [.unknown, .scalar("x")]),
        (Array("\u{1b}\rx".utf8), [.unknown, .enter, .scalar("x")]),
        ([0x00, 0x1C, 0x61], [.unknown, .unknown, .scalar("a")]),
        // No UTF-8: dropped, and what follows is read.
        ([0xFF, 0xC0, 0x80, 0x61], [.scalar("a")]),
        ([0xE2, 0x82, 0x61, 0xCE, 0xBB], [.scalar("a"), .scalar("λ")]),
        ([0xED, 0xA0, 0x80, 0x61], [.scalar("a")]),
        (Array("\u{1b}[".utf8) + Array(repeating: 0x31, count: 40) + Array("a".utf8), [.unknown]),
    ]

    @Test(arguments: inputs.dropLast())
    func `keys are the same in any two pieces and byte by byte`(bytes: [UInt8], expected: [Key]) {
        let cuts = (0...bytes.count).map { [Array(bytes[..<$0]), Array(bytes[$0...])] }
        for pieces in cuts + [bytes.map { [$0] }] {
            var decoder = KeyDecoder()
            #expect(pieces.flatMap { decoder.decode($0) } == expected, "\(pieces)")
        }
    }

    @Test func `a sequence without an end does not swallow all that follows`() {
        var decoder = KeyDecoder()
        let keys = decoder.decode(Array("\u{1b}[".utf8) + Array(repeating: 0x31, count: 4000))
        #expect(keys.contains(.scalar("1")))
        #expect(decoder.decode([0x0D]).contains(.enter) || decoder.decode([0x0D]) == [.enter])
    }
}
