import Testing

@testable import HaystackCore

/// Counting the scalars of UTF-8 eight bytes at a time.
@Suite struct ScalarCountTests {
    @Test(arguments: ["a", "é", "€", "😀", "aé€😀", "0123456😀", "é23456789"])
    func `text of every length has the scalars that Swift counts`(piece: String) {
        for repeats in 0..<40 {
            for lead in ["", "x", "xyz"] {
                let text = lead + String(repeating: piece, count: repeats)
                expectCounts(text)
            }
        }
    }

    @Test func `text longer than a tally holds has them too`() {
        expectCounts(String(repeating: "😀", count: 5000))
        expectCounts(String(repeating: "€", count: 8000) + "a")
    }

    private func expectCounts(_ text: String) {
        let counts = ByteCursor.over(Array(text.utf8)) { $0.scalarCounts }
        #expect(counts.scalars == text.unicodeScalars.count)
        #expect(counts.beyond == text.unicodeScalars.count { $0.value > 0xffff })
    }
}
