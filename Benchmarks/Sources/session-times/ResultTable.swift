import Foundation
import HaystackCore
import PySession

/// The times and ratios, as rows of a Markdown table.
struct ResultTable {
    /// How many times as long as `docker run` the start of a session may take.
    private static let mostStart = 1.3
    /// How many times as long as in a local process an evaluation may take.
    private static let mostEvaluation = 1.5

    private var rows: [String] = []
    /// What was slower than it may be, or wrong.
    private(set) var missed: [String] = []

    var text: String {
        (["| what | time | beside | ratio, by minimum / by median |", "|---|---:|---|---:|"] + rows).joined(separator: "\n")
    }

    private mutating func add(_ what: String, _ times: Times, beside other: String, _ others: Times, most: Double) {
        let ratio = times.median / others.median
        let ratios = String(format: "%.2f / %.2f", times.least / others.least, ratio)
        rows.append("| \(what) | \(times.text) | \(other), \(others.text) | \(ratios) |")
        if ratio > most { missed.append("\(what): \(String(format: "%.2f", ratio)) times \(other), \(most) is the most") }
    }

    /// The start of a container up to the first result, in turns with `docker run`, so that what else the machine does falls on all.
    mutating func addStarts(image: String, rounds: Int, backends: [(name: String, backend: PyBackend)]) async throws {
        var runs = Times()
        var starts = backends.map { _ in Times() }
        for round in 0...rounds {
            let run = try timeToFirstLine([
                "docker", "run", "--rm", "--entrypoint", "python3", image, "-c", "import numpy, pandas; print(1 + 1)",
            ])
            if round > 0 { runs.values.append(run) }
            for (index, item) in backends.enumerated() {
                let session = PySession(item.backend)
                let start = try await Times.of { try expect(await session.eval("1 + 1"), 2) }
                await session.close()
                // The first round warms the machine's caches.
                if round > 0 { starts[index].values.append(start) }
            }
        }
        for (item, times) in zip(backends, starts) {
            add("\(item.name), start to first result", times, beside: "`docker run`", runs, most: ResultTable.mostStart)
        }
    }

    /// Evaluations of an open session, in turns with one in a local process.
    mutating func addEvaluations(rounds: Int, backends: [(name: String, backend: PyBackend)]) async throws {
        let matrix = MatrixGrid(rows: 1000, columns: 1000)
        let sessions = ([("local", .local())] + backends).map { ($0.0, PySession($0.1)) }
        let cases: [(name: String, count: Int, body: (PySession) async throws -> Void)] = [
            ("`1 + 1`", 200, { try expect(await $0.eval("1 + 1"), 2) }),
            (
                "a matrix of 1000 × 1000 in, its sum out", 5,
                {
                    try await $0.define("m", matrix)
                    try expect(await $0.eval("float(m.sum())"), 0)
                }
            ),
        ]
        for (name, count, body) in cases {
            var times = sessions.map { _ in Times() }
            for round in 0...rounds {
                for (index, session) in sessions.enumerated() {
                    for _ in 0..<count {
                        let time = try await Times.of { try await body(session.1) }
                        if round > 0 { times[index].values.append(time) }
                    }
                }
            }
            for index in 1..<sessions.count {
                add("\(sessions[index].0): \(name)", times[index], beside: "local", times[0], most: ResultTable.mostEvaluation)
            }
        }
        for (_, session) in sessions { await session.close() }
    }

    /// Many sessions at once, each with an answer of its own.
    mutating func addCrowd(_ count: Int, _ backend: PyBackend) async throws {
        let start = ContinuousClock.now
        let right = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<count {
                group.addTask {
                    try await withPySession(backend) { session in
                        try await session.define("n", .number(number))
                        return try await session.eval("n * n") == .number(number * number)
                    }
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        rows.append(
            "| \(count) sessions at once, opened, used and closed | \(Times.text(Times.milliseconds(ContinuousClock.now - start))) | \(right) right answers | |"
        )
        if right != count { missed.append("\(right) right answers of \(count)") }
    }
}

/// Times in milliseconds.
struct Times {
    var values: [Double] = []

    var median: Double { values.sorted()[values.count / 2] }
    var least: Double { values.min() ?? .nan }
    /// The minimum and the median.
    var text: String { "\(Times.text(least)) / \(Times.text(median))" }

    static func text(_ milliseconds: Double) -> String {
        milliseconds < 10 ? String(format: "%.2f ms", milliseconds) : String(format: "%.0f ms", milliseconds)
    }

    static func of(_ body: () async throws -> Void) async throws -> Double {
        let start = ContinuousClock.now
        try await body()
        return milliseconds(ContinuousClock.now - start)
    }

    static func milliseconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) * 1000 + Double(duration.components.attoseconds) / 1e15
    }
}

struct WrongAnswer: Error {
    let found: Value
}

func expect(_ found: Value, _ expected: Value) throws {
    guard found == expected else { throw WrongAnswer(found: found) }
}

/// The time until a program has written its result, in milliseconds. Returns when the program has ended.
func timeToFirstLine(_ command: [String]) throws -> Double {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command
    let output = Pipe()
    process.standardOutput = output
    let start = ContinuousClock.now
    try process.run()
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    let time = Times.milliseconds(ContinuousClock.now - start)
    process.waitUntilExit()
    // Unbuffered, the line feed is a piece of its own.
    guard line.hasPrefix("2") else { throw WrongAnswer(found: .str(line)) }
    return time
}
