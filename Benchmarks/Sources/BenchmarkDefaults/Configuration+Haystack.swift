public import Benchmark

extension Benchmark.Configuration {
    /// How all our benchmarks run, and the thresholds kept for them: how far a result may fall behind a saved baseline.
    ///
    /// The tolerances are generous, since machines that run this do other work too. What must hold on every machine are ratios: see
    /// `thresholds.json`, which `compare --check` reads.
    public static var haystack: Benchmark.Configuration {
        .init(
            metrics: [.wallClock, .cpuTotal, .peakMemoryResident],
            warmupIterations: 2,
            maxDuration: .seconds(2),
            maxIterations: 200,
            thresholds: [
                .wallClock: .init(relative: [.p0: 15, .p50: 30]),
                .cpuTotal: .init(relative: [.p50: 30]),
                .peakMemoryResident: .init(relative: [.p50: 20]),
            ]
        )
    }
}
