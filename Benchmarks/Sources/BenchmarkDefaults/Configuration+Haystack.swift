public import Benchmark

extension Benchmark.Configuration {
    /// How all our benchmarks run, and the thresholds kept for them: how far a result may fall behind a saved baseline.
    ///
    /// The tolerances of time are generous, since machines that run this do other work too; instructions hardly vary (they are counted
    /// where the system lets us). What must hold on every machine are ratios: see `thresholds.json`, which `compare --check` reads.
    public static var haystack: Benchmark.Configuration {
        .init(
            metrics: [.wallClock, .instructions, .peakMemoryResident],
            warmupIterations: 2,
            maxDuration: .seconds(2),
            maxIterations: 200,
            thresholds: [
                .wallClock: .init(relative: [.p0: 15, .p50: 30]),
                .instructions: .init(relative: [.p50: 5]),
                .peakMemoryResident: .init(relative: [.p50: 20]),
            ]
        )
    }
}
