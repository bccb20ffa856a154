// Marshalling: what Haystack's values are in Python, and what Python's values are in Haystack.
//
//     swift run --package-path Examples Marshalling
//
// It needs a Python with numpy and pandas: `haystack py setup` builds one.

import PySession

@main
struct Marshalling {
    static func main() async throws {
        try await withPySession(.local()) { session in
            try await session.initialize {
                $0.exec("import datetime, decimal, fractions, uuid\nimport numpy as np\nimport pandas as pd")
                $0.exec("from hxpy.haystack import *\ndef kind(x): return f'{type(x).__module__}.{type(x).__name__}'.removeprefix('builtins.')")
            }
            try await intoPython(session)
            try await outOfPython(session)
            try await refused(session)
            try await tables(session)
            try await matrices(session)
        }
        print("All as it should be.")
    }

    /// Each value is defined as `v`: its type in Python, and how it comes back.
    static func intoPython(_ session: PySession) async throws {
        var rows: [Dict] = []
        for row in try Tables.intoPython() {
            try await session.define("v", row.value)
            let type = try await session.eval("kind(v)")
            let back = try await session.eval("v")
            guard type == .str(row.python), back == row.back ?? row.value else {
                throw Unexpected("\(row.kind) is \(type), and comes back as \(back)")
            }
            rows.append(["haystack": .str(row.kind), "python": type, "value": .str(short(row.value)), "back": .str(short(back))])
        }
        print("Into Python:\n\n\(Grid(rows: rows).table(width: 120))\n")
    }

    /// Each expression is evaluated.
    static func outOfPython(_ session: PySession) async throws {
        var rows: [Dict] = []
        for (expression, expected) in try Tables.outOfPython() {
            let value = try await session.eval(expression)
            // NaN is not equal to itself.
            let isSame = value == expected || (value.number?.value.isNaN == true && expected.number?.value.isNaN == true)
            guard isSame else { throw Unexpected("\(expression) is \(value), and not \(expected)") }
            rows.append(["python": .str(expression), "haystack": .str(short(value))])
        }
        print("Out of Python:\n\n\(Grid(rows: rows).table(width: 120))\n")
    }

    /// What has no kind is refused, with advice; nothing becomes a Str by itself.
    static func refused(_ session: PySession) async throws {
        var rows: [Dict] = []
        for expression in Tables.refused {
            do {
                let value = try await session.eval(expression)
                throw Unexpected("\(expression) is \(value)")
            } catch let error as PythonError {
                rows.append(["python": .str(expression), "type": .str(error.type ?? ""), "message": .str(error.message)])
            }
        }
        print("Refused:\n\n\(Grid(rows: rows).table(width: 160))\n")
    }

    /// A Grid becomes a DataFrame, and a DataFrame a Grid; the columns keep their kinds, and the rows their order.
    static func tables(_ session: PySession) async throws {
        let zone = try HaystackTimeZone.named("New_York")
        let history = Grid(
            rows: try (0..<4).map { hour in
                [
                    "ts": .dateTime(try DateTime(HaystackDate(2026, 3, 8), HaystackTime(hour, 0), zone: zone)),
                    "kW": hour == 2 ? .na : .number(Double(hour) * 1.5, unit: "kW"), "on": .bool(hour > 1), "site": .ref("a"),
                ]
            }
        )
        try await session.define("g", history)
        try await session.exec("frame = g.to_dataframe()")
        let types = try await session.eval("[str(t) for t in frame.dtypes]")
        print("A DataFrame of \(types)\n")
        let back = try await session.eval("frame").grid
        try check(back?["ts"]?.elementsEqual(history["ts"]!) == true, "the instants and their zone are the same")
        try check(back?["kW"]?[2] == .null && back?["kW"]?[3] == 4.5, "a missing number comes back as null; its unit is gone")
        let described = try await session.eval("frame.kW.describe()").grid
        try check(described?.columnNames == ["index", "kW"], "an index that says something is a column")
        let built = try await session.eval(
            "GridBuilder.from_dataframe(frame[['kW']].rename(columns={'kW': 'Mean kW'})).set_meta({'dis': 'Power'}).to_grid()"
        ).grid
        try check(built?.meta["dis"] == "Power" && built?.columns.first?.dis == "Mean kW", "a builder adds meta; a name that is not legal is kept as dis")
    }

    /// A MatrixGrid is an ndarray of float64.
    static func matrices(_ session: PySession) async throws {
        let matrix = try MatrixGrid(rows: 2, columns: 3, [1, 2, 3, 4, 5, .nan])
        try await session.define("m", matrix)
        let described = try await session.eval("[kind(m), str(m.dtype), list(m.shape), m.flags.writeable]")
        try check(described == ["numpy.ndarray", "float64", [2, 3], true], "a matrix is an array that can be written to")
        let back = try await session.eval("m")
        try check(back == .matrix(matrix), "and comes back bit for bit")
        let column = try await session.eval("np.arange(3)").matrix
        try check(column?.rows == 3 && column?.columns == 1, "an array of one dimension is a matrix of one column")
    }

    static func short(_ value: Value) -> String {
        let text = "\(value)".replacing("\n", with: " ")
        return text.count > 40 ? text.prefix(39) + "…" : text
    }
}

/// Says what holds; throws where it does not.
func check(_ holds: Bool, _ what: String) throws {
    guard holds else { throw Unexpected(what) }
    print("✓ \(what)")
}

/// Something is not as this program says.
struct Unexpected: Error, CustomStringConvertible {
    let description: String
    init(_ what: String) { description = "not so: \(what)" }
}
