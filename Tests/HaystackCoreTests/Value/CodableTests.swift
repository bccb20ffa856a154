import Foundation
import HaystackCore
import Testing

@Suite struct CodableTests {
    /// Values and their Hayson, with the members in the order of their names.
    static let cases: [(Value, String)] = [
        (.null, "null"), (true, "true"), (12, "12"), (-1.5, "-1.5"), ("a\"b", #""a\"b""#), ("", #""""#), ([], "[]"),
        ([1, nil, "x", [true]], #"[1,null,"x",[true]]"#),
        (.dict([:]), "{}"), (["a": 1, "b": ["c": .marker]], #"{"a":1,"b":{"c":{"_kind":"marker"}}}"#),
        (.marker, #"{"_kind":"marker"}"#), (.na, #"{"_kind":"na"}"#), (.remove, #"{"_kind":"remove"}"#),
        (.number(1.5, unit: "kW"), #"{"_kind":"number","unit":"kW","val":1.5}"#), (.number(.infinity), #"{"_kind":"number","val":"INF"}"#),
        (.number(-.infinity, unit: "kW"), #"{"_kind":"number","unit":"kW","val":"-INF"}"#),
        (.number(.nan), #"{"_kind":"number","val":"NaN"}"#),
        (.ref("a"), #"{"_kind":"ref","val":"a"}"#), (.ref("a", dis: "A"), #"{"_kind":"ref","dis":"A","val":"a"}"#),
        (.uri("x:y"), #"{"_kind":"uri","val":"x:y"}"#),
        (.symbol("hot-water"), #"{"_kind":"symbol","val":"hot-water"}"#),
        (.date(try! HaystackDate(2026, 3, 13)), #"{"_kind":"date","val":"2026-03-13"}"#),
        (.time(try! HaystackTime(8, 12, 5, nanosecond: 1)), #"{"_kind":"time","val":"08:12:05.000000001"}"#),
        (
            .dateTime(DateTime(ticks: 0, zone: try! .named("New_York"))),
            #"{"_kind":"dateTime","tz":"New_York","val":"1999-12-31T19:00:00-05:00"}"#
        ),
        (.dateTime(DateTime(ticks: .min, zone: .utc)), #"{"_kind":"dateTime","tz":"UTC","val":"1707-09-22T00:12:43.145224192Z"}"#),
        (.coord(try! Coord(latitude: 37.5, longitude: -77)), #"{"_kind":"coord","lat":37.5,"lng":-77}"#),
        (.xstr(try! XStr(type: "Color", "red")), #"{"_kind":"xstr","type":"Color","val":"red"}"#),
        (.buf([0, 15, 255]), #"{"_kind":"buf","val":"000fff"}"#),
        (.grid(Grid()), #"{"_kind":"grid","cols":[],"meta":{"ver":"3.0"},"rows":[]}"#),
        (
            .grid(
                try! Grid(
                    meta: ["dis": "G"],
                    columns: [Column("a", meta: ["unit": "kW"], [1, nil]), Column("b", [.na, .grid([["x": .marker]])])]
                )
            ),
            #"{"_kind":"grid","cols":[{"meta":{"unit":"kW"},"name":"a"},{"name":"b"}],"meta":{"dis":"G","ver":"3.0"},"#
                + #""rows":[{"a":1,"b":{"_kind":"na"}},{"b":{"_kind":"grid","cols":[{"name":"x"}],"meta":{"ver":"3.0"},"rows":[{"x":{"_kind":"marker"}}]}}]}"#
        ),
    ]

    @Test(arguments: cases)
    func `a value is written in the shape of Hayson`(value: Value, text: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        #expect(String(decoding: try encoder.encode(value), as: UTF8.self) == text)
    }

    @Test(arguments: cases)
    func `Hayson reads back to the value`(value: Value, text: String) throws {
        let read = try JSONDecoder().decode(Value.self, from: Data(text.utf8))
        #expect(read == value)
        #expect(read.ref?.dis == value.ref?.dis)
    }

    @Test func `a matrix is written as its grid`() throws {
        let matrix = try MatrixGrid(rows: 1, columns: 2, [1, .nan])
        #expect(try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(Value.matrix(matrix))) == .grid(try Grid(matrix)))
    }

    @Test(
        arguments: [
            (#"{"_kind":"number","val":5}"#, 5), (#"{"_kind":"dict","a":1}"#, ["a": 1]), (#"{"a":null}"#, [:]), (#"{"_kind":"dict"}"#, [:]),
            (#"{"_kind":"dateTime","val":"2000-01-01T00:00:00Z"}"#, .dateTime(DateTime(ticks: 0, zone: try! .named("GMT")))), ("1e3", 1000),
            (#"{"_kind":"grid","cols":[{"name":"a","meta":{"_kind":"dict"}}],"rows":[{"_kind":"dict","a":1}]}"#, .grid([["a": 1]])),
        ] as [(String, Value)]
    )
    func `other spellings that Hayson allows are read`(text: String, value: Value) throws {
        #expect(try JSONDecoder().decode(Value.self, from: Data(text.utf8)) == value)
    }

    @Test(arguments: [
        #"{"_kind":"unknown"}"#, #"{"_kind":5}"#, #"{"_kind":null}"#, #"{"_kind":"Marker"}"#, #"{"_kind":"number"}"#,
        #"{"_kind":"number","val":null}"#,
        #"{"_kind":"number","val":"12"}"#, #"{"_kind":"number","val":[]}"#, #"{"_kind":"number","val":1,"unit":5}"#, #"{"_kind":"ref"}"#,
        #"{"_kind":"ref","val":5}"#,
        #"{"_kind":"ref","val":"a","dis":5}"#, #"{"_kind":"uri"}"#, #"{"_kind":"symbol","val":null}"#,
        #"{"_kind":"date","val":"2026-02-30"}"#,
        #"{"_kind":"date","val":"2026-2-3"}"#, #"{"_kind":"date","val":""}"#, #"{"_kind":"time","val":"24:00:00"}"#,
        #"{"_kind":"time","val":"8"}"#,
        #"{"_kind":"dateTime","val":"2026-01-01"}"#, #"{"_kind":"dateTime","val":"9999-01-01T00:00:00Z","tz":"UTC"}"#,
        #"{"_kind":"dateTime","val":"2026-01-01T00:00:00Z","tz":"Nowhere"}"#,
        #"{"_kind":"dateTime","val":"2026-01-01T00:00:00Z","tz":"../../etc/passwd"}"#,
        #"{"_kind":"coord","lat":91,"lng":0}"#, #"{"_kind":"coord","lat":"1","lng":0}"#, #"{"_kind":"coord","lat":1}"#,
        #"{"_kind":"xstr","type":"lower","val":"x"}"#,
        #"{"_kind":"xstr","type":"A"}"#, #"{"_kind":"buf","val":"0"}"#, #"{"_kind":"buf","val":"zz"}"#, #"{"_kind":"buf","val":"é"}"#,
        #"{"_kind":"grid"}"#,
        #"{"_kind":"grid","cols":[],"rows":5}"#, #"{"_kind":"grid","cols":[{}],"rows":[]}"#,
        #"{"_kind":"grid","cols":[{"name":5}],"rows":[]}"#,
        #"{"_kind":"grid","cols":[{"name":"a"},{"name":"a"}],"rows":[]}"#, #"{"_kind":"grid","cols":[{"name":"a","meta":5}],"rows":[]}"#,
        #"{"_kind":"grid","meta":5,"cols":[],"rows":[]}"#, #"{"_kind":"grid","cols":[],"rows":[5]}"#,
        #"{"_kind":"grid","cols":[],"rows":[{"_kind":"marker"}]}"#,
        #"[{"a":{"_kind":"coord","lat":1e9,"lng":0}}]"#, "1e999",
    ])
    func `malformed Hayson is a decoding error`(text: String) {
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(Value.self, from: Data(text.utf8)) }
    }

    @Test(arguments: [#"{"_kind":"marker"}"#, #"{"_kind":"grid","cols":[],"rows":[]}"#, "[]", "5"])
    func `another kind does not decode as a Dict`(text: String) {
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(Dict.self, from: Data(text.utf8)) }
    }

    @Test(arguments: [#"{"_kind":"marker"}"#, #"{"_kind":"dict","cols":[],"rows":[]}"#, "{}", "[]"])
    func `another kind does not decode as a Grid`(text: String) {
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(Grid.self, from: Data(text.utf8)) }
    }

    @Test func `what a kind cannot hold is told with its place`() {
        let text = #"{"site":[1,{"_kind":"coord","lat":91,"lng":0}]}"#
        let error = #expect(throws: DecodingError.self) { try JSONDecoder().decode(Value.self, from: Data(text.utf8)) }
        guard case .dataCorrupted(let context) = error else { return #expect(Bool(false), "found \(String(describing: error))") }
        #expect(context.codingPath.map(\.stringValue).first == "site")
        #expect(context.debugDescription.contains("latitude of 91"))
    }

    @Test func `a tag that would read back as a kind is not written`() {
        #expect(throws: EncodingError.self) { try JSONEncoder().encode(Value.dict(["_kind": "marker"])) }
    }
}
