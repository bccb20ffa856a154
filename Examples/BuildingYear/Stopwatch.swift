import HaystackCore

/// Runs steps and keeps how long each took.
struct Stopwatch {
    private var steps: [Dict] = []

    /// Runs a step. Its time is a Number in ms.
    mutating func time<Result>(_ step: String, isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Result) async rethrows -> Result {
        let clock = ContinuousClock()
        let start = clock.now
        let result = try await body()
        let milliseconds = ((clock.now - start) / .milliseconds(1) * 10).rounded() / 10
        steps.append(["step": .str(step), "time": .number(milliseconds, unit: "ms")])
        return result
    }

    /// A row for each step.
    var grid: Grid { Grid(rows: steps) }
}
