import HaystackCore
import Testing

@Suite struct TextKindTests {
    @Test(arguments: [
        ("", false), ("a", false), ("Ab_9", true), ("A-b", false), ("Ä", false), ("Span", true), ("A\n", false), ("9A", false),
    ])
    func `the type of an XStr starts with a capital`(type: String, isValid: Bool) {
        #expect(((try? XStr(type: type, "x")) != nil) == isValid)
    }

    @Test(arguments: [
        (90.0, 180.0, true), (-90, -180, true), (90.000001, 0, false), (0, -180.5, false), (.nan, 0, false), (0, .nan, false),
        (.infinity, 0, false),
        (-0.0, 0, true),
    ])
    func `a coordinate is on earth`(latitude: Double, longitude: Double, isValid: Bool) {
        #expect(((try? Coord(latitude: latitude, longitude: longitude)) != nil) == isValid)
    }

    @Test(arguments: [
        ("", false), ("a", true), ("_", true), ("aB9_", true), ("A", false), ("9a", false), ("a-b", false), ("é", false), ("aé", false),
        ("a b", false),
    ])
    func `a tag name starts with a small letter or an underscore`(name: String, isValid: Bool) {
        #expect(TagName.isValid(name) == isValid)
    }

    @Test(
        arguments: [
            (.null, ""), (.marker, "✓"), (.na, "NA"), (.remove, "✗"), (true, "true"), (12.5, "12.5"), ("a\"b", "a\"b"),
            (.uri("http://x/"), "http://x/"),
            (.ref("a"), "@a"), (.ref("a", dis: "A"), "A"), (.symbol("hot-water"), "^hot-water"), (.buf([1, 2]), "Buf(2 bytes)"),
            (["a", nil], "[\"a\", null]"),
            (["a": 1, "m": .marker, "s": "x"], "{a:1, m, s:\"x\"}"), (.grid([["a": 1]]), "<<1 × 1 Grid>>"),
            (.matrix(MatrixGrid(rows: 2, columns: 4)), "MatrixGrid(2 × 4: 0, 0, 0, 0, 0, 0, …)"),
            (.coord(try! Coord(latitude: 37.55, longitude: -77)), "C(37.55,-77)"),
            (.xstr(try! XStr(type: "Color", "red")), "Color(\"red\")"),
        ] as [(Value, String)]
    )
    func `a value shows itself to people`(value: Value, text: String) {
        #expect(value.description == text)
    }
}
