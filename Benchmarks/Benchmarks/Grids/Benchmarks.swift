import Benchmark
import BenchmarkDefaults
import HaystackCore
import HaystackZinc
import Samples

let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration = .haystack
    do {
        let his = try Grid(zinc: SampleFile.zinc("his"))
        let num = try Grid(zinc: SampleFile.zinc("num"))
        addReading(his)
        try addBuilding(his)
        try addMatrix(num)
    } catch {
        fatalError("\(error)")
    }
}

/// Reading of cells, by rows and by columns.
private func addReading(_ his: Grid) {
    Benchmark("Rows of his, a cell by its name") { _ in
        var sum = 0.0
        for row in his.rows { sum += row["v0"].number?.value ?? 0 }
        blackHole(sum)
    }
    Benchmark("Rows of his, each as a Dict") { _ in
        var count = 0
        for row in his.rows { count += row.dict.count }
        blackHole(count)
    }
    Benchmark("Column of his, cell by cell") { _ in
        var sum = 0.0
        guard let column = his["v0"] else { return }
        for value in column { sum += value.number?.value ?? 0 }
        blackHole(sum)
    }
    Benchmark("Column of his, its doubles") { _ in
        var sum = 0.0
        guard let doubles = his["v0"]?.doubles else { return }
        for double in doubles where !double.isNaN { sum += double }
        blackHole(sum)
    }
}

/// Building of a grid by rows whose cells are there already.
private func addBuilding(_ his: Grid) throws {
    let cells = his.rows.map(\.cells)
    let dicts = his.rows.map(\.dict)
    let names = his.columnNames
    Benchmark("Build his by rows of cells") { _ in
        var builder = GridBuilder()
        for name in names { builder.addColumn(name) }
        for row in cells { try builder.addRow(row) }
        blackHole(builder.build())
    }
    Benchmark("Build his by rows of Dicts") { _ in blackHole(Grid(rows: dicts)) }
}

/// Grid to matrix and back.
private func addMatrix(_ num: Grid) throws {
    let matrix = try num.matrix()
    Benchmark("Grid num to matrix") { _ in blackHole(try num.matrix()) }
    Benchmark("Matrix to grid num") { _ in blackHole(try Grid(matrix)) }
    Benchmark("Matrix num, memcpy of as many bytes") { _ in
        blackHole(matrix.values.withUnsafeBufferPointer { unsafe Array($0) })
    }
}
