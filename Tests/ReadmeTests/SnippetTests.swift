import HaystackCore
import HaystackZinc
import PySession
import Testing

/// The code of README.md, compiled and run: each of its Swift blocks stands here word for word, which ``ReadmeTests`` checks.
@Suite struct SnippetTests {
    static let zinc = """
        ver:"3.0"
        ts,kW
        2026-03-13T08:00:00-04:00 New_York,12kW
        2026-03-13T08:15:00-04:00 New_York,14kW
        2026-03-13T09:00:00-04:00 New_York,NA

        """

    @Test func `the first example`() async throws {
        let text = SnippetTests.zinc

        let history = try Grid(zinc: text)
        print(history["kW"]?.doubles ?? [])  // 12, 14 and NaN: the column's own array, in which null and NA are NaN

        let means = try await py(.local())
            .timeout(.seconds(30))
            .define("history", history)
            .exec("frame = history.to_dataframe()")
            .eval("frame.kW.groupby(frame.ts.dt.hour).mean()").grid
        print(means?.table() ?? "")  // a row for each hour: ts, kW

        #expect(means?.columnNames == ["ts", "kW"])
        #expect(means?[0].cells == [8, 13])
        #expect(means?[1].cells == [9, nil])
    }

    @Test func `dicts, grids and matrices`() throws {
        var site: Dict = ["id": .ref("site-1"), "dis": "Main Street", "site": .marker, "area": .number(5400, unit: "ft²")]
        site["tz"] = "New_York"

        let grid = Grid(rows: [site, ["id": .ref("site-2"), "dis": "Mill Road", "area": .na]])
        print(grid[1]["dis"])  // Mill Road
        print(grid["area"]?.unit ?? "")  // ft²
        print(grid.table(width: 80))  // for people

        let matrix = try grid.select(["area"]).matrix(na: .value(0))
        print(matrix[0, 0], matrix[1, 0])  // 5400.0 0.0

        #expect(grid[1]["dis"] == "Mill Road")
        #expect(grid["area"]?.unit == "ft²")
        #expect(matrix.values == [5400, 0])
    }

    @Test func `a session that lives on`() async throws {
        try await withPySession(.local()) { session in
            try await session.initialize { $0.exec("import numpy as np") }
            try await session.define("m", MatrixGrid(rows: 2, columns: 2, [2, 0, 0, 4]))
            let inverse = try await session.eval("np.linalg.inv(m)").matrix
            print(inverse?[1, 1] ?? .nan)  // 0.25

            do {
                try await session.eval("m / nothing", timeout: .seconds(10))
            } catch let error as PythonError {
                print(error.type ?? "", error.message)  // NameError name 'nothing' is not defined
            } catch let error as PySessionError where error.code == .timeout {
                print("the next eval starts a new server, which runs the initial steps again")
            }
        }

        let error = await #expect(throws: PythonError.self) { try await py().eval("m / nothing") }
        #expect(error?.type == "NameError")
        #expect(error?.message == "name 'm' is not defined")
    }

    @Test func `a server that runs already`() async throws {
        let key = "secret"

        let session = PySession(.address(host: "127.0.0.1", port: 8888, key: key))

        await session.close()
    }

    @Test func `codecs`() throws {
        let grid = try Grid(zinc: SnippetTests.zinc)

        let text = try grid.zinc()
        let brio = try grid.brio()
        let packed = try Gzip.compress(brio)
        let again = try Grid(brio: Gzip.decompress(packed))
        let value = try Value(zinc: "72.5°F")

        #expect(text == SnippetTests.zinc)
        #expect(again == grid)
        #expect(value == .number(72.5, unit: "°F"))
    }

    @Test func `errors`() throws {
        do {
            _ = try Grid(zinc: "ver:\"3.0\"\nid,area\n@site-1,5_400ft²\n@site-2,}\n")
        } catch {
            print(error.code, error.position.map { "\($0)" } ?? "")  // syntax line 4, column 9
            print(error)  // … with what was found and what was expected
        }

        let error = #expect(throws: HaystackError.self) { try Grid(zinc: "ver:\"3.0\"\nid,area\n@site-1,5_400ft²\n@site-2,}\n") }
        #expect(error?.code == .syntax)
        #expect(error?.position == .text(line: 4, column: 9))
    }

    @Test func `time zones`() throws {
        let zone = try HaystackTimeZone.named("New_York")
        let noon = try DateTime(HaystackDate(2026, 3, 8), HaystackTime(12, 0), zone: zone)
        print(zone.fullName, noon)  // America/New_York 2026-03-08T12:00:00-04:00 New_York

        #expect(zone.fullName == "America/New_York")
        #expect(noon.description == "2026-03-08T12:00:00-04:00 New_York")
    }
}
