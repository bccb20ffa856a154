// Sessions with Python: calls, variables that live on, exceptions, output while the code runs, interrupts, timeouts.
//
//     swift run --package-path Examples Sessions
//
// It needs a Python with numpy and pandas: `haystack py setup` builds one.

import PySession

@main
struct Sessions {
    static func main() async throws {
        try await oneCall()
        try await withPySession(.local()) { session in
            try await variablesLiveOn(session)
            try await exceptions(session)
            try await output(session)
            try await interrupts(session)
            try await timeouts(session)
        }
        print("All as it should be.")
    }

    /// Open a session, run, close it.
    static func oneCall() async throws {
        let area = try await py(.local())
            .timeout(.seconds(30))
            .define("a", 100)
            .define("b", 2)
            .exec("def mult(x, y): return x * y")
            .eval("mult(a, b)")
        try check(area == 200, "one call gives \(area)")
    }

    /// `define` and `exec` are kept, and travel with the next `eval`.
    static func variablesLiveOn(_ session: PySession) async throws {
        try await session.initialize { $0.exec("import numpy as np\nstarts = globals().get('starts', 0) + 1") }
        try await session.define("m", MatrixGrid(rows: 2, columns: 2, [2, 0, 0, 4]))
        try await session.exec("inverse = np.linalg.inv(m)")
        let corner = try await session.eval("inverse[1, 1]")
        let trace = try await session.eval("inverse.trace()")
        try check(corner == 0.25 && trace == 0.75, "what one evaluation has set, the next one finds")
    }

    /// An exception leaves the session and its variables as they are.
    static func exceptions(_ session: PySession) async throws {
        do {
            try await session.eval("m / nothing")
            throw Unexpected("an expression with an unknown name has a value")
        } catch let error as PythonError {
            try check(error.type == "NameError", "an exception is thrown: \(error.message)")
        }
        let total = try await session.eval("m.sum()")
        try check(total == 6, "the session goes on after an exception")
    }

    /// What the code writes arrives while it runs; the value is the last event.
    static func output(_ session: PySession) async throws {
        try await session.exec(
            """
            import sys, time
            def fit(rounds):
                for round in range(rounds):
                    print(f"round {round + 1} of {rounds}")
                print("done", file=sys.stderr)
                return rounds / 10
            """
        )
        var written: [PyOutput.Stream: [UInt8]] = [:]
        var score = Value.null
        for try await event in session.events("fit(3)") {
            switch event {
            case .output(let piece): written[piece.stream, default: []] += piece.bytes
            case .value(let value): score = value
            }
        }
        let lines = String(decoding: written[.standardOutput] ?? [], as: UTF8.self)
        try check(score == 0.3 && lines == "round 1 of 3\nround 2 of 3\nround 3 of 3\n", "output arrives, and then the value")
        try check(written[.standardError] == Array("done\n".utf8), "standard error arrives by itself")
    }

    /// The cancellation of a task, or `interrupt()`, raises KeyboardInterrupt. Code that gives way leaves the session as it is.
    static func interrupts(_ session: PySession) async throws {
        do {
            // The reader interrupts the code as soon as it has written something.
            try await session.eval("[print(n) for n in iter(int, 1)]") { _ in _ = try? await session.interrupt() }
            throw Unexpected("an endless loop has ended")
        } catch let error as PythonError {
            try check(error.type == "KeyboardInterrupt", "an interrupt is an exception in Python")
        }
        let starts = try await session.eval("[starts, m.sum()]")
        try check(starts == [1, 6], "the session was kept")
    }

    /// A timeout ends the server. The next evaluation starts a new one, which runs the initial steps again.
    static func timeouts(_ session: PySession) async throws {
        do {
            try await session.eval("time.sleep(1000)", timeout: .milliseconds(200))
            throw Unexpected("a long sleep was short")
        } catch let error as PySessionError where error.code == .timeout {
            print("✓ a timeout: \(error.message)")
        }
        let state = try await session.eval("[starts, 'm' in globals()]")
        try check(state == [1, false], "the new server has the initial steps, and nothing else")
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
