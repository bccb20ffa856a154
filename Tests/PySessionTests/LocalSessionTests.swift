import HaystackCore
import HaystackZinc
import PySession
import Testing

/// Sessions with a real Python: the one that `HAYSTACK_PYTHON` names, or that `haystack py setup` has built.
@Suite struct LocalSessionTests {
    @Test func `a chain of steps opens a session, runs and gives the value`() async throws {
        let value = try await py()
            .timeout(.seconds(60))
            .define("a", 100)
            .define("b", 2)
            .exec("def mult(x, y): return x * y")
            .eval("mult(a, b)")
        #expect(value == 200)
    }

    static let echoes: [Value] = [
        nil, .marker, .na, .remove, true, false, 12, 12.5, .number(.infinity), "", "λόγος 😀", .ref("a", dis: "A"), .symbol("hot-water"),
        .buf([0, 1, 255]), [1, "x", nil], ["a": 1, "b": .marker], .date(try! HaystackDate(2026, 3, 13)),
        .time(try! HaystackTime(8, 12, 5, nanosecond: 123_000_000)),
        .dateTime(DateTime(ticks: 826_632_725_000_000_000, zone: try! .named("New_York"))), .dateTime(DateTime(ticks: -1_500_000_000, zone: .utc)),
        .coord(try! Coord(latitude: 37.55, longitude: -77.45)), .xstr(try! XStr(type: "Color", "red")),
        .matrix(try! MatrixGrid(rows: 2, columns: 3, [1, 2, 3, 4, 5, .nan])),
        .grid([["id": .ref("a"), "n": 1], ["id": .ref("b"), "s": "x"]]),
    ]

    @Test func `values of every kind come back as they went`() async throws {
        try await withPySession { session in
            for value in LocalSessionTests.echoes {
                try await session.define("v", value)
                #expect(try await session.eval("v") == value)
            }
        }
    }

    @Test func `an exception leaves the session and its variables`() async throws {
        try await withPySession { session in
            try await session.define("a", 1)
            let error = await #expect(throws: PythonError.self) { try await session.eval("a / 0") }
            #expect(error?.type == "ZeroDivisionError")
            #expect(error?.message == "division by zero")
            #expect(error?.traceback?.contains("a / 0") == true)
            #expect(try await session.eval("a + 1") == 2)
        }
    }

    @Test func `a grid becomes a DataFrame and a DataFrame a grid`() async throws {
        let grid: Grid = [
            ["ts": .dateTime(DateTime(ticks: 0, zone: .utc)), "kW": .number(1, unit: "kW")],
            ["ts": .dateTime(DateTime(ticks: 3_600_000_000_000, zone: .utc)), "kW": .na],
        ]
        let result = try await py().define("g", grid).eval("g.to_dataframe().assign(double=lambda f: f.kW * 2)").grid
        #expect(result?.columnNames == ["ts", "kW", "double"])
        #expect(result?["double"]?[0] == 2)
        #expect(result?["double"]?[1] == .null)
        #expect(result?["ts"]?.zone == .utc)
    }

    @Test func `a timeout ends the code, and the session goes on with its initial steps`() async throws {
        try await withPySession { session in
            try await session.initialize { $0.define("base", 40) }
            #expect(try await session.eval("base + 2") == 42)
            let error = await #expect(throws: PySessionError.self) {
                try await session.eval("sum(range(10**12))", timeout: .milliseconds(300))
            }
            #expect(error?.code == .timeout)
            #expect(try await session.eval("base + 1") == 41)
        }
    }
}
