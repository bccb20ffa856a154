// Persistent sessions: a task of work keeps its Python from one message to the next.
//
//     swift run --package-path Examples PersistentSessions
//
// It needs a Python with numpy and pandas: `haystack py setup` builds one.

import PySession

@main
struct PersistentSessions {
    static func main() async throws {
        let runtime = PyRuntime(.local(), idleLimit: .seconds(600))

        // A task that gets messages one after the other.
        for number in 1...4 {
            let answer = try await receive(["v": .number(number)], in: runtime)
            print("Got: \(answer)")
            // The square, how often the session was initialized, and which message of the session this is.
            try check(answer == [.number(number * number), 1, .number(number)], "message \(number) found the session of those before it")
        }

        try await afterALostServer(runtime)
        try await manyTasks(runtime)

        // The task is over: its session is closed. Another message would open a new one.
        await runtime.end("squares")
        let keys = await runtime.keys
        try check(!keys.contains("squares"), "ending a task closes its session")
        await runtime.shutdown()

        try await scope()
        print("All as it should be.")
    }

    /// What the task does with a message. `py()` is the task's own session in here, opened by the first message.
    static func receive(_ message: Dict, in runtime: PyRuntime) async throws -> Value {
        try await runtime.withTask("squares") {
            try await py()
                .initialize { session in
                    // Only once for the session.
                    session.exec("def sq(x): return x * x\n")
                    session.exec("inits = globals().get('inits', 0) + 1\ncount = 0")
                }
                .define("v", message["v"])
                .exec("count += 1")
                .eval("[sq(v), inits, count]")
        }
    }

    /// A server that dies or takes too long is replaced at the next message, and initialized again.
    static func afterALostServer(_ runtime: PyRuntime) async throws {
        do {
            try await runtime.withTask("squares") { try await py().timeout(.milliseconds(200)).eval("__import__('time').sleep(1000)") }
        } catch let error as PySessionError where error.code == .timeout {
            print("Lost: \(error.message)")
        }
        let answer = try await receive(["v": 5], in: runtime)
        try check(answer == [25, 1, 1], "a new server was initialized again, and counts from the start")
    }

    /// Each key has a Python of its own; they work side by side.
    static func manyTasks(_ runtime: PyRuntime) async throws {
        let answers = try await withThrowingTaskGroup { group in
            for key in ["north", "south"] {
                group.addTask {
                    try await runtime.withTask(key) {
                        try await py().define("site", .str(key)).eval("None")
                        return try await py().eval("site.upper()").string ?? ""
                    }
                }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        try check(answers == ["NORTH", "SOUTH"], "each task has its own variables")
    }

    /// A session for a scope rather than a key: all calls in the braces share it, and it is closed at their end.
    static func scope() async throws {
        let total = try await withPyTask(.local()) {
            try await py().exec("total = 0").eval("None")
            for number in 1...10 { try await py().define("n", .number(number)).exec("total += n").eval("None") }
            return try await py().eval("total")
        }
        try check(total == 55, "calls in a scope share a session")
        let isThere = try await py(.local()).eval("'total' in globals()")
        try check(isThere == false, "outside a scope each call has its own")
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
