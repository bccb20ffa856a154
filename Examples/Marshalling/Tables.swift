import PySession

/// The tables of marshalling, as values.
enum Tables {
    /// A Haystack value and what becomes of it.
    struct Row {
        let kind: String
        let value: Value
        /// The Python type.
        let python: String
        /// What comes back, where it is not the value itself.
        var back: Value?
    }

    static func intoPython() throws -> [Row] {
        let newYork = try HaystackTimeZone.named("New_York")
        return [
            Row(kind: "null", value: nil, python: "NoneType"),
            Row(kind: "Marker", value: .marker, python: "hxpy.haystack.marker.Marker"),
            Row(kind: "NA", value: .na, python: "hxpy.haystack.na.NA"),
            Row(kind: "Remove", value: .remove, python: "hxpy.haystack.remove.Remove"),
            Row(kind: "Bool", value: true, python: "bool"),
            Row(kind: "Number, whole", value: 12, python: "int"),
            Row(kind: "Number", value: 12.5, python: "float"),
            Row(kind: "Number with a unit", value: .number(12, unit: "kW"), python: "int", back: 12),
            Row(kind: "Str", value: "λόγος 😀", python: "str"),
            Row(kind: "Uri", value: .uri("http://example.org/a"), python: "str", back: "http://example.org/a"),
            Row(kind: "Ref", value: .ref("a-1", dis: "Site"), python: "hxpy.haystack.ref.Ref"),
            Row(kind: "Symbol", value: .symbol("hot-water"), python: "hxpy.haystack.symbol.Symbol"),
            Row(kind: "Date", value: .date(try HaystackDate(2026, 3, 13)), python: "datetime.date"),
            Row(kind: "Time", value: .time(try HaystackTime(8, 12, 5)), python: "datetime.time"),
            Row(
                kind: "DateTime", value: .dateTime(try DateTime(HaystackDate(2026, 3, 8), HaystackTime(12, 0), zone: newYork)),
                python: "datetime.datetime"
            ),
            Row(kind: "Coord", value: .coord(try Coord(latitude: 37.55, longitude: -77.45)), python: "hxpy.haystack.coord.Coord"),
            Row(kind: "XStr", value: .xstr(try XStr(type: "Color", "red")), python: "hxpy.haystack.xstr.XStr"),
            Row(kind: "Buf", value: .buf([0, 1, 255]), python: "bytes"),
            Row(kind: "List", value: [1, "x", nil], python: "list"),
            Row(kind: "Dict", value: ["a": 1, "b": .marker], python: "dict"),
            Row(kind: "Grid", value: .grid([["id": .ref("a"), "n": 1], ["id": .ref("b")]]), python: "hxpy.haystack.grid.Grid"),
            Row(kind: "MatrixGrid", value: .matrix(try MatrixGrid(rows: 1, columns: 2, [1, 2])), python: "numpy.ndarray"),
        ]
    }

    /// Python expressions and their values.
    static func outOfPython() throws -> [(String, Value)] {
        [
            ("None", nil), ("pd.NaT", nil), ("pd.NA", .na), ("float('nan')", .number(.nan)),
            ("np.bool_(True)", true), ("np.int64(7)", 7), ("np.float32(0.5)", 0.5), ("2 ** 40", 1_099_511_627_776),
            ("decimal.Decimal('1.5')", 1.5), ("fractions.Fraction(1, 4)", 0.25),
            ("datetime.timedelta(minutes=2)", .number(120, unit: "s")), ("np.timedelta64(2, 'm')", .number(120, unit: "s")),
            ("np.str_('text')", "text"), ("Uri('http://example.org/a')", .uri("http://example.org/a")),
            ("bytearray(b'ab')", .buf([97, 98])), ("memoryview(b'ab')", .buf([97, 98])),
            ("(1, 'x')", [1, "x"]), ("range(3)", [0, 1, 2]), ("{'a': (1, 2)}", ["a": [1, 2]]), ("np.array(['a', 'b'])", ["a", "b"]),
            // A naive time is taken as UTC.
            ("datetime.datetime(2026, 3, 8, 12)", .dateTime(try DateTime(HaystackDate(2026, 3, 8), HaystackTime(12, 0), zone: .utc))),
            ("pd.Timestamp('2026-03-08')", .dateTime(try DateTime(HaystackDate(2026, 3, 8), HaystackTime(0, 0), zone: .utc))),
            ("np.eye(2)", .matrix(try MatrixGrid(rows: 2, columns: 2, [1, 0, 0, 1]))),
            ("pd.Series([1, 2], name='n')", .grid([["n": 1], ["n": 2]])),
            ("pd.DataFrame({'n': [1.0, None], 's': ['a', None]})", .grid(try Grid(columns: [Column("n", [1, nil]), Column("s", ["a", nil])]))),
        ]
    }

    /// Python expressions that have no kind.
    static let refused = [
        "object()", "1j", "np.zeros((2, 2, 2))", "2 ** 53 + 1", "{1: 'a'}", "len", "(n for n in [])", "pd.Period('2026')", "uuid.uuid4()",
    ]
}
