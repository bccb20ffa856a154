import HaystackCore
import HaystackZinc
import Testing

@Suite struct ZincValueTests {
    static let literals: [(String, Value)] = [
        ("N", .null), ("M", .marker), ("NA", .na), ("R", .remove), ("T", true), ("F", false),
        ("0", 0), ("-12", -12), ("12.5", 12.5), ("-12.5e-3kW", .number(-0.0125, unit: "kW")),
        ("INF", .number(.infinity)), ("-INF", .number(-.infinity)), ("NaN", .number(.nan)),
        ("10_000", 10000), ("1_0.2_5", 10.25), ("0xFF", 255), ("0xff_ff", 65535), ("5eur", .number(5, unit: "eur")), ("5e3", 5000),
        ("5E+3m", .number(5000, unit: "m")),
        ("5_foo", .number(5, unit: "_foo")), ("72.5°F", .number(72.5, unit: "°F")), ("3%", .number(3, unit: "%")), ("4kWh/ft²", .number(4, unit: "kWh/ft²")),
        ("100$", .number(100, unit: "$")), ("0xyz", .number(0, unit: "xyz")),
        (#""""#, ""), (#""a""#, "a"), (#""a\b\f\n\r\t\"\\\$\'\`z""#, "a\u{8}\u{c}\n\r\t\"\\$'`z"),
        (#""\u00b0F""#, "°F"), (#""\u{1F600}""#, "😀"), (#""\uD83D\uDE00""#, "😀"), (#""C:\\u0014""#, #"C:\u0014"#),
        ("\"two\nlines\"", "two\nlines"), (#""""say "hi" now""""#, #"say "hi" now"#), ("\"°F λόγος 𝄞\"", "°F λόγος 𝄞"),
        ("`http://x/?a=b`", .uri("http://x/?a=b")), (#"`a\`b`"#, .uri("a`b")), (##"`file\:\\x\#y`"##, .uri(##"file\:\\x\#y"##)), (#"`\u00e9`"#, .uri("é")),
        ("``", .uri("")),
        ("@a-b:c.d~e_1", .ref("a-b:c.d~e_1")), ("^hot-water", .symbol("hot-water")), ("^lib:phIoT", .symbol("lib:phIoT")),
        ("[]", []), ("[1,2,]", [1, 2]), ("[ 1 , [\"x\"] ]", [1, ["x"]]), ("[N,1]", [nil, 1]), ("[\n1,\n2\n]", [1, 2]),
        ("{}", [:]), ("{a:1 b}", ["a": 1, "b": .marker]), ("{a:1, b:{c:\"x\"},}", ["a": 1, "b": ["c": "x"]]),
        (#"Color("red")"#, .xstr(try! XStr(type: "Color", "red"))), (#"Bin("text/plain")"#, .xstr(try! XStr(type: "Bin", "text/plain"))),
        (#"C("x")"#, .xstr(try! XStr(type: "C", "x"))),
        ("C(37.55,-77.45)", .coord(try! Coord(latitude: 37.55, longitude: -77.45))), ("C( 90 , -180 )", .coord(try! Coord(latitude: 90, longitude: -180))),
        ("2026-03-13", .date(try! HaystackDate(2026, 3, 13))), ("08:12:05", .time(try! HaystackTime(8, 12, 5))), ("9:23", .time(try! HaystackTime(9, 23))),
        ("08:12:05.123456789", .time(try! HaystackTime(8, 12, 5, nanosecond: 123_456_789))),
        ("23:59:59.5", .time(try! HaystackTime(23, 59, 59, nanosecond: 500_000_000))),
        ("  1 // one", 1), ("/* a /* b */ c */ 1", 1), ("\u{a0}1\u{a0}", 1), ("\u{feff}1", 1), ("1\r\n", 1),
    ]

    @Test(arguments: literals)
    func `a literal reads as its value`(text: String, value: Value) throws {
        #expect(try Value(zinc: text) == value)
    }

    @Test(arguments: literals)
    func `what is written reads back as the same value`(text: String, value: Value) throws {
        let written = try value.zinc()
        #expect(try Value(zinc: written) == value, "\(written)")
    }

    @Test func `a ref keeps its display name`() throws {
        let ref = try #require(try Value(zinc: #"@a "Main \"Meter\"""#).ref)
        #expect(ref.dis == #"Main "Meter""#)
        #expect(try Value.ref(ref).zinc() == #"@a "Main \"Meter\"""#)
    }

    static let written: [(Value, String)] = [
        (12, "12"), (-0.5, "-0.5"), (9_007_199_254_740_992, "9007199254740992"), (9_007_199_254_740_991, "9007199254740991"), (1e300, "1e+300"),
        (.number(.leastNonzeroMagnitude), "5e-324"),
        (0.1, "0.1"), (72.55, "72.55"), (0.0001, "0.0001"), (.number(1.0 / 3), "0.3333333333333333"), (123456.7891, "123456.7891"),
        ("a$b\u{1}", #""a\$b\u0001""#), ("°", "\"°\""), (.uri(#"a\b"#), #"`a\u005cb`"#), (.ref("x", dis: "X"), #"@x "X""#),
        ([1, nil], "[1,N]"), (["a": .marker, "b": "x"], #"{a b:"x"}"#),
    ]

    @Test(arguments: written)
    func `a value is written in its shortest form`(value: Value, text: String) throws {
        #expect(try value.zinc() == text)
    }

    static let faults: [(String, HaystackError.Code, Int, Int)] = [
        ("", .unexpectedEnd, 1, 1), ("%", .syntax, 1, 1), ("1 2", .syntax, 1, 3), ("foo", .syntax, 1, 1), ("Foo", .syntax, 1, 1), ("-", .unexpectedEnd, 1, 2),
        ("-x", .syntax, 1, 2), ("-Inf", .syntax, 1, 1),
        ("\"abc", .unexpectedEnd, 1, 1), (#""\q""#, .syntax, 1, 3), (#""\u12""#, .syntax, 1, 6), (#""\ud800""#, .syntax, 1, 3),
        (#""\ud800\u0041""#, .syntax, 1, 3), (#""\u{110000}""#, .syntax, 1, 3), (#""\u{}""#, .syntax, 1, 5),
        ("`abc", .unexpectedEnd, 1, 1), ("`a\nb`", .syntax, 1, 3), (#"`\q`"#, .syntax, 1, 3),
        ("@", .unexpectedEnd, 1, 2), ("^ ", .syntax, 1, 2), ("[1", .unexpectedEnd, 1, 3), ("[1 2]", .syntax, 1, 4), ("[,]", .syntax, 1, 2),
        ("{1:2}", .syntax, 1, 2), ("{a:1", .unexpectedEnd, 1, 5), ("{A}", .syntax, 1, 2),
        ("2026-02-30", .range, 1, 11), ("2026-2-03", .syntax, 1, 7), ("23:59:60", .range, 1, 9), ("24:00", .range, 1, 6), ("12:5", .unexpectedEnd, 1, 5),
        ("12:00:00.", .unexpectedEnd, 1, 10), ("12:00:00.1234567891", .range, 1, 19),
        ("C(91,0)", .range, 1, 8), ("C(0,181)", .range, 1, 9), ("C(1)", .syntax, 1, 4), ("Foo(1)", .syntax, 1, 5), (#"Foo("x""#, .unexpectedEnd, 1, 8),
        ("<1>", .syntax, 1, 2),
        ("2026-01-01T00:00:00-05:00", .unexpectedEnd, 1, 26), ("2026-01-01T00:00:00 New_York", .syntax, 1, 20),
        ("2026-01-01T00:00:00Z Nowhere_At_All", .unknownZone, 1, 22), ("9999-01-01T00:00:00Z UTC", .range, 1, 21),
        ("ver:\"4.0\"\na\n", .unsupportedVersion, 1, 5), ("1e5e2", .syntax, 1, 4), ("1e5_2", .syntax, 1, 4), ("0x12345678901234567", .range, 1, 19),
        ("1\u{1}", .syntax, 1, 2),
    ]

    @Test(arguments: faults)
    func `a fault is told with its kind and place`(text: String, code: HaystackError.Code, line: Int, column: Int) throws {
        let error = #expect(throws: HaystackError.self) { try Value(zinc: text) }
        #expect(error?.code == code)
        #expect(error?.position == .text(line: line, column: column))
    }

    @Test(arguments: ["[", "{a:", "<<ver:\"3.0\"\na\n"])
    func `nesting beyond the limit is an error`(open: String) throws {
        let error = #expect(throws: HaystackError.self) { try Value(zinc: String(repeating: open, count: 100_000)) }
        #expect(error?.code == .limit)
    }

    @Test(arguments: [("xF", "0.0xF"), ("Xa", "0.0Xa"), ("x", "0x"), ("xy", "0xy"), ("kW", "0kW")])
    func `zero is written so that its unit makes no hexadecimal number of it`(unit: String, text: String) throws {
        let zero = Value.number(0, unit: unit)
        #expect(try zero.zinc() == text)
        #expect(try Value(zinc: text) == zero)
        let grid = try Grid(columns: [Column("c", [zero, .number(1, unit: unit), .number(-0.0, unit: unit)])])
        #expect(try grid.zinc() == "ver:\"3.0\"\nc\n\(text)\n1\(unit)\n\(text)\n")
        #expect(try Grid(zinc: grid.zinc()) == grid)
    }

    @Test(
        arguments: [
            [0xff], [0xc3], [0xc3, 0x28], [0xc0, 0xaf], [0xe0, 0x80, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xf0, 0x9f, 0x98],
        ] as [[UInt8]])
    func `so they are in a cell, plain, with escapes, or as a display name`(bytes: [UInt8]) {
        for (before, after) in [("\"", "\""), ("\"a\\n", "\""), ("\"\"\"", "\"\"\""), ("@a \"", "\""), ("1", "")] {
            let text = Array("ver:\"3.0\"\nc\n".utf8) + Array(before.utf8) + bytes + Array("\(after)\n".utf8)
            #expect(throws: HaystackError.self) { try Grid(zinc: text) }
        }
    }

    @Test func `bytes that are not UTF-8 are an error`() {
        for bytes: [UInt8] in [[0x22, 0xff, 0x22], [0x31, 0xc3], [0x60, 0x80, 0x60], [0x22, 0x5c, 0x6e, 0xed, 0xa0, 0x80, 0x22]] {
            let error = #expect(throws: HaystackError.self) { try Zinc.decode(bytes) }
            #expect(error?.code == .syntax)
        }
    }

    @Test func `a character that needs an escape gets it wherever it stands`() throws {
        for character in ["\"", "\\", "$", "\n", "\u{0}", "\u{1f}"] {
            for before in 0...17 {
                let text = String(repeating: "é ~", count: before) + character + String(repeating: "x", count: 17 - before)
                let written = try Value.str(text).zinc()
                #expect(written.utf8.contains(UInt8(ascii: "\\")))
                #expect(try Value(zinc: written) == .str(text))
            }
        }
        #expect(try Value.str("plain é\u{7f} text of some length").zinc() == "\"plain é\u{7f} text of some length\"")
    }

    static let unwritable: [Value] = [
        .buf([1]), .number(1, unit: "a b"), .number(1, unit: "e5"), .number(1, unit: "5"), .ref(""), .ref("a b"), .symbol("a b"),
        ["A": 1], ["a-b": 1], [.buf([])],
    ]

    @Test(arguments: unwritable)
    func `what would not read back is not written`(value: Value) {
        let error = #expect(throws: HaystackError.self) { try value.zinc() }
        #expect(error?.code == .notEncodable)
    }
}
