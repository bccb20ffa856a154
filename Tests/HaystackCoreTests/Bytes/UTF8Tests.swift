import HaystackCore
import Testing

/// Our own check of UTF-8 makes no String; the standard library's is the oracle.
@Suite struct UTF8Tests {
    private static let edges: [UInt8] = [0x00, 0x22, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc2, 0xf4, 0xff]

    @Test(arguments: 0...255 as ClosedRange<UInt8>)
    func `bytes are text exactly where the standard library makes a String of them`(first: UInt8) {
        var wrong: [[UInt8]] = []
        func check(_ bytes: [UInt8]) {
            if ByteCursor.isUTF8(bytes) != (String(validating: bytes, as: UTF8.self) != nil) { wrong.append(bytes) }
        }
        check([first])
        for second in UInt8.min...UInt8.max { check([first, second]) }
        guard first >= 0xe0 else { return #expect(wrong == []) }
        for second in UTF8Tests.edges {
            for third in UTF8Tests.edges {
                check([first, second, third])
                for fourth in UTF8Tests.edges { check([first, second, third, fourth]) }
            }
        }
        #expect(wrong == [])
    }

    @Test func `text is checked to its end, whatever stands before`() {
        for count in 0...20 {
            let ascii = [UInt8](repeating: UInt8(ascii: "a"), count: count)
            #expect(ByteCursor.isUTF8(ascii + "é€😀".utf8))
            #expect(!ByteCursor.isUTF8(ascii + [0xc3]))
            #expect(!ByteCursor.isUTF8(Array("é€😀".utf8) + ascii + [0xed, 0xa0, 0x80]))
        }
    }
}
