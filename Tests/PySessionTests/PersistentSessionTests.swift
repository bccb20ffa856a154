import HaystackCore
import PySession
import Testing

/// Sessions that live on under a key, and scopes that share one.
@Suite(.serialized) struct PersistentSessionTests {
    private static let process = "__import__('os').getpid()"

    /// The manual's example of a task.
    private func square(_ value: Value, in runtime: PyRuntime, key: String = "squares") async throws -> Value {
        try await runtime.withTask(key) {
            try await py()
                .initialize { $0.exec("inits = globals().get('inits', 0) + 1\ndef sq(x): return x * x\n") }
                .define("v", value)
                .eval("[sq(v), inits]")
        }
    }

    @Test func `the first call opens the session of a task, later calls find it, and it is initialized once`() async throws {
        let runtime = PyRuntime()
        #expect(await runtime.keys.isEmpty)
        for number in 1...3 { #expect(try await square(.number(number), in: runtime) == [.number(number * number), 1]) }
        #expect(await runtime.keys == ["squares"])
        let processes = try await runtime.withTask("squares") {
            [try await py().eval(PersistentSessionTests.process), try await py(.local()).eval(PersistentSessionTests.process)]
        }
        #expect(processes[0] == processes[1])
        await runtime.shutdown()
    }

    @Test func `each key has a session of its own`() async throws {
        let runtime = PyRuntime()
        for key in ["a", "b"] { try await runtime.withTask(key) { try await py().define("name", .str(key)).eval("None") } }
        for key in ["a", "b"] { #expect(try await runtime.withTask(key) { try await py().eval("name") } == .str(key)) }
        await runtime.shutdown()
    }

    @Test func `ending a task closes its session, and shutting down closes all`() async throws {
        let runtime = PyRuntime()
        var processes: [String: Int] = [:]
        for key in ["a", "b", "c"] {
            processes[key] = try await runtime.withTask(key) { try await py().eval(PersistentSessionTests.process) }.int
        }
        await runtime.end("a")
        await runtime.end("nobody")
        #expect(!Leftovers.isAlive(try #require(processes["a"])))
        #expect(Leftovers.isAlive(try #require(processes["b"])))
        #expect(try await square(3, in: runtime, key: "a") == [9, 1])
        await runtime.shutdown()
        #expect(await runtime.keys.isEmpty)
        #expect(processes.values.allSatisfy { !Leftovers.isAlive($0) })
        await #expect(throws: PySessionError(.closed, "")) { try await square(3, in: runtime) }
        await runtime.shutdown()
    }

    @Test(arguments: ["__import__('os')._exit(1)", "__import__('os').kill(__import__('os').getpid(), 9)", "__import__('time').sleep(1000)"])
    func `a lost server or a timeout starts a new one, which is initialized again`(code: String) async throws {
        let runtime = PyRuntime()
        #expect(try await square(3, in: runtime) == [9, 1])
        await #expect(throws: PySessionError.self) {
            try await runtime.withTask("squares") { try await py().timeout(.milliseconds(500)).define("lost", 1).eval(code) }
        }
        #expect(try await square(4, in: runtime) == [16, 1])
        #expect(try await runtime.withTask("squares") { try await py().eval("'lost' in globals()") } == false)
        await runtime.shutdown()
    }

    @Test func `an exception leaves the session of a task as it is`() async throws {
        let runtime = PyRuntime()
        await #expect(throws: PythonError.self) { try await runtime.withTask("a") { try await py().exec("kept = 1").eval("kept / 0") } }
        #expect(try await runtime.withTask("a") { try await py().eval("kept") } == 1)
        await runtime.shutdown()
    }

    @Test func `calls of one task at the same time each have their own steps`() async throws {
        let runtime = PyRuntime()
        try await withThrowingTaskGroup { group in
            for number in 0..<32 { group.addTask { (number, try await square(.number(number), in: runtime)) } }
            for try await (number, answer) in group { #expect(answer == [.number(number * number), 1]) }
        }
        await runtime.shutdown()
    }

    @Test func `idle sessions expire, and used ones do not`() async throws {
        let clock = ManualClock()
        let runtime = PyRuntime(idleLimit: .seconds(60), clock: clock)
        let idle = try #require(try await runtime.withTask("idle") { try await py().eval(PersistentSessionTests.process) }.int)
        clock.advance(by: .seconds(40))
        let used = try #require(try await runtime.withTask("used") { try await py().eval(PersistentSessionTests.process) }.int)
        #expect(await Leftovers.come { clock.sleeperCount == 1 })
        clock.advance(by: .seconds(20))
        #expect(await Leftovers.come { await runtime.keys == ["used"] })
        #expect(await Leftovers.come { !Leftovers.isAlive(idle) })
        #expect(Leftovers.isAlive(used))

        // A call while it would expire keeps it.
        #expect(await Leftovers.come { clock.sleeperCount == 1 })
        let during = try await runtime.withTask("used") {
            try await py().output { _ in clock.advance(by: .seconds(1000)) }.exec("print('long')").eval(PersistentSessionTests.process)
        }
        #expect(during == .number(used))
        #expect(await Leftovers.come { clock.sleeperCount == 1 })
        clock.advance(by: .seconds(60))
        #expect(await Leftovers.come { await runtime.keys.isEmpty })
        #expect(await Leftovers.come { !Leftovers.isAlive(used) })
        #expect(try await square(3, in: runtime) == [9, 1])
        await runtime.shutdown()
        #expect(await Leftovers.come { clock.sleeperCount == 0 })
    }

    @Test func `a runtime that is let go of ends its sessions`() async throws {
        func open() async throws -> Int? {
            let runtime = PyRuntime(idleLimit: .seconds(1000))
            return try await runtime.withTask("a") { try await py().eval(PersistentSessionTests.process) }.int
        }
        let process = try #require(try await open())
        #expect(await Leftovers.come { !Leftovers.isAlive(process) })
    }

    @Test func `in a scope py always gives the same session, in child tasks too, and the end closes it`() async throws {
        let process = try await withPyTask {
            try await py().exec("total = 0").eval("None")
            try await withThrowingTaskGroup { group in
                for number in 1...10 { group.addTask { try await py().exec("total += \(number)").eval("None") } }
                try await group.waitForAll()
            }
            #expect(try await py().eval("total") == 55)
            // A scope within has its own.
            let inner = try await withPyTask { try await py().eval("'total' in globals()") }
            #expect(inner == false)
            return try await py().eval(PersistentSessionTests.process).int
        }
        #expect(!Leftovers.isAlive(try #require(process)))
        #expect(try await py().eval("'total' in globals()") == false)
    }

    @Test func `a scope that throws closes its session`() async throws {
        struct Stop: Error { let process: Int? }
        let stop = await #expect(throws: Stop.self) {
            try await withPyTask { throw Stop(process: try await py().eval(PersistentSessionTests.process).int) }
        }
        #expect(!Leftovers.isAlive(try #require(stop?.process)))
    }

    @Test func `outside a scope each call has a session of its own`() async throws {
        let first = try #require(try await py().eval(PersistentSessionTests.process).int)
        let second = try #require(try await py().eval(PersistentSessionTests.process).int)
        #expect(first != second)
        #expect(!Leftovers.isAlive(first) && !Leftovers.isAlive(second))
    }

    @Test func `the first call of a task may name the backend and the options`() async throws {
        let output = CollectedOutput()
        let runtime = PyRuntime(.address(host: "127.0.0.1", port: 1, key: "nobody listens there"))
        try await runtime.withTask("a") {
            try await py(.local(), options: output.options).exec("print('first')").eval("None")
            try await py().exec("print('second')").eval("None")
        }
        #expect(output.text(.standardOutput) == "first\nsecond\n")
        await runtime.shutdown()
    }
}
