import HaystackCore
import Testing

@Suite struct HaystackErrorTests {
    @Test func `an error says its code, its place and its message`() {
        let error = HaystackError(.syntax, "found '}', expected a value", at: .text(line: 3, column: 17))
        #expect(error.description == "syntax at line 3, column 17: found '}', expected a value")
    }
}
