import Testing

@testable import PySession

/// Marks in a stream, in whatever pieces it comes.
@Suite struct MarkScannerTests {
    private static let scanner = MarkScanner(word: "abc")
    private static let mark = scanner.text(12)

    /// Streams and what they are.
    static let streams: [([UInt8], [MarkScanner.Event])] = [
        ([], []),
        (Array("hello".utf8), [.bytes(Array("hello".utf8))]),
        (Array(mark.utf8), [.mark(12)]),
        (Array("a\(mark)b\(scanner.text(13))".utf8), [.bytes([97]), .mark(12), .bytes([98]), .mark(13)]),
        (Array("\(mark)\(mark)".utf8), [.mark(12), .mark(12)]),
        // What only looks like one.
        (Array("\u{1e}\u{1e}\(mark)".utf8), [.bytes([0x1E, 0x1E]), .mark(12)]),
        (Array("\u{1e}hxpy abd 12\n".utf8), [.bytes(Array("\u{1e}hxpy abd 12\n".utf8))]),
        (Array("\u{1e}hxpy abc \n".utf8), [.bytes(Array("\u{1e}hxpy abc \n".utf8))]),
        (Array("\u{1e}hxpy abc 1x\n".utf8), [.bytes(Array("\u{1e}hxpy abc 1x\n".utf8))]),
        (Array("\u{1e}hxpy abc 1234567890123456789\n".utf8), [.bytes(Array("\u{1e}hxpy abc 1234567890123456789\n".utf8))]),
        (Array("\u{1e}hxpy abc 12\r\n\(mark)".utf8), [.bytes(Array("\u{1e}hxpy abc 12\r\n".utf8)), .mark(12)]),
        // A stream that ends in what may have become one.
        (Array("a\u{1e}hxpy abc 12".utf8), [.bytes(Array("a\u{1e}hxpy abc 12".utf8))]),
        ([0xFF, 0x00, 0x1E, 0x80] + Array(mark.utf8), [.bytes([0xFF, 0x00, 0x1E, 0x80]), .mark(12)]),
    ]

    @Test(arguments: streams)
    func `a stream is the same in any two pieces and byte by byte`(bytes: [UInt8], expected: [MarkScanner.Event]) {
        let cuts = (0...bytes.count).map { [Array(bytes[..<$0]), Array(bytes[$0...])] }
        for pieces in cuts + [bytes.map { [$0] }] {
            var scanner = MarkScannerTests.scanner
            let events = pieces.flatMap { scanner.scan($0) } + scanner.end()
            #expect(joined(events) == expected, "\(pieces)")
        }
    }

    @Test func `what cannot be a mark is not held back`() {
        var scanner = MarkScannerTests.scanner
        #expect(scanner.scan(Array("50 %".utf8)) == [.bytes(Array("50 %".utf8))])
        #expect(scanner.scan([0x1E]) == [])
        #expect(scanner.scan([0x20]) == [.bytes([0x1E, 0x20])])
    }

    private func joined(_ events: [MarkScanner.Event]) -> [MarkScanner.Event] {
        events.reduce(into: []) { joined, event in
            if case .bytes(let more) = event, case .bytes(let bytes) = joined.last {
                joined[joined.count - 1] = .bytes(bytes + more)
            } else {
                joined.append(event)
            }
        }
    }
}
