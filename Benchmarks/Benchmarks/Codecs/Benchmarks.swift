import Benchmark
import BenchmarkDefaults
import HaystackCore
import HaystackZinc
import Samples

let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration = .haystack
    do {
        for name in ["his", "points", "num", "defs"] { try addCodecs(name) }
        // The cost of a row must not grow with their number: the medians' quotient is that of the rows.
        for rows in ["1000", "10000", "100000", "1000000"] { try addLinearity(rows) }
    } catch {
        fatalError("\(error)")
    }
}

/// Decoding and encoding of one sample in both formats.
private func addCodecs(_ name: String) throws {
    let zinc = try SampleFile.zinc(name)
    let grid = try Grid(zinc: zinc)
    let brio = try grid.brio()
    Benchmark("Zinc decode \(name)") { _ in blackHole(try Grid(zinc: zinc)) }
    Benchmark("Zinc encode \(name)") { _ in blackHole(try Zinc.encode(.grid(grid))) }
    Benchmark("Brio decode \(name)") { _ in blackHole(try Grid(brio: brio)) }
    Benchmark("Brio encode \(name)") { _ in blackHole(try grid.brio()) }
}

/// Decoding of a history of so many rows. The text is read before the first run and given back after the last.
private func addLinearity(_ rows: String) throws {
    nonisolated(unsafe) var zinc: [UInt8] = []
    Benchmark("Zinc decode his of \(rows) rows") { _ in
        blackHole(try unsafe Grid(zinc: zinc))
    } setup: {
        unsafe zinc = try SampleFile.zinc(rows == "100000" ? "his" : "his-\(rows)")
    } teardown: {
        unsafe zinc = []
    }
}
