// A year of a building: made in Swift, written and read as Zinc, modelled in Python with pandas and scikit-learn, and back as grids.
//
//     swift run -c release --package-path Examples BuildingYear
//
// It needs a Python with numpy and pandas: `haystack py setup` builds one.

import HaystackZinc
import PySession

@main
struct BuildingYear {
    static func main() async throws {
        var clock = Stopwatch()

        // 1. A grid, made row by row. It keeps its cells by column: a column of numbers is one array of doubles.
        let history = try await clock.time("make the grid") { try buildingYear(2025) }
        print("\nA year of history, \(history.rowCount) rows:\n")
        print(history.table(width: 100, maxRows: 6))
        let gaps = history["kW"]!.count { $0 == .null || $0 == .na }
        print("\nThe power has \(gaps) gaps, null where the meter was silent and NA where a reading is bad.")

        // 2. Zinc, Haystack's text format, and back: nothing is lost.
        let text = try await clock.time("write Zinc") { try history.zinc() }
        let again = try await clock.time("read Zinc") { try Grid(zinc: text) }
        guard again == history else { throw Difference("the grid read from Zinc") }
        print("As Zinc it has \(text.utf8.count) bytes; read back, it is the same grid.")

        // 3. Python: one session, in which variables live on from one evaluation to the next. It ends with the braces.
        try await withPySession(.local()) { session in
            _ = try await clock.time("start Python, import pandas") { try await session.eval("__import__('pandas') and None") }

            try await session.define("history", history)
            try await session.exec("frame = history.to_dataframe()")
            let types = try await clock.time("grid → DataFrame") { try await session.eval("{c: str(t) for c, t in frame.dtypes.items()}") }
            print("In Python it is a DataFrame: \(types)")

            try await session.exec(modelCode)
            let model = try await clock.time("fit the model") { try await session.eval("learn(frame)") }
            let months = try await clock.time("a row for each month → grid") { try await session.eval("monthly(frame)") }
            print("\n\(model), judged on the weeks that it has not seen:\n")
            print(months.grid!.table(width: 100))

            // The whole DataFrame, as a grid: to the nanosecond the same instants, in the same zone.
            let result = try await clock.time("DataFrame → grid") { try await session.eval("frame") }
            guard result.grid?["ts"]?.elementsEqual(history["ts"]!) == true else { throw Difference("the DataFrame's column ts") }

            // 4. A matrix crosses as one packed array, and comes back bit for bit.
            let matrix = try await clock.time("ndarray → MatrixGrid → ndarray → MatrixGrid") {
                let matrix = try await session.eval("profile(frame)").matrix!
                try await session.define("profile_again", matrix)
                guard try await session.eval("profile_again") == .matrix(matrix) else { throw Difference("the matrix") }
                return matrix
            }
            print("\nMean power in kW by hour and weekday, a matrix of \(matrix.rows) × \(matrix.columns):\n")
            print(try profileTable(matrix).table(width: 100))
        }

        print("\nHow long it took:\n")
        print(clock.grid.table(width: 100))
    }
}

/// The matrix as a grid of whole kW, with the hour in front.
private func profileTable(_ matrix: MatrixGrid) throws -> Grid {
    let hours = Column("hour", (0..<matrix.rows).map { Value.number(Double($0)) })
    let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].enumerated().map { position, name in
        Column(name, doubles: (0..<matrix.rows).map { matrix[$0, position].rounded() })
    }
    return try Grid(columns: [hours] + weekdays)
}

/// What came back is not what was sent.
struct Difference: Error, CustomStringConvertible {
    let description: String
    init(_ what: String) { description = "\(what) differs from what was sent" }
}
