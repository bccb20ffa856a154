import HaystackCore
import PySession
import Testing

/// Sessions that are lent.
@Suite(.serialized) struct PoolTests {
    private static let process = "__import__('os').getpid()"

    @Test func `many users share few sessions, each with one for itself`() async throws {
        let pool = PySessionPool(size: 3) { $0.exec("users = 0") }
        let processes = try await withThrowingTaskGroup { group in
            for number in 0..<40 {
                group.addTask {
                    try await pool.withSession { session in
                        try await session.exec("users += 1\nmine = \(number)")
                        // Nobody else has come in between.
                        try await session.eval("None")
                        #expect(try await session.eval("mine") == .number(number))
                        return try await session.eval(PoolTests.process).int
                    }
                }
            }
            return try await group.reduce(into: Set<Int?>()) { $0.insert($1) }
        }
        #expect((1...3).contains(processes.count))
        #expect(pool.count == processes.count)
        await pool.shutdown()
        #expect(processes.allSatisfy { $0.map { !Leftovers.isAlive($0) } == true })
    }

    @Test func `a session is lent again, initialized once, and opened only where none is free`() async throws {
        let pool = PySessionPool(size: 5) { $0.exec("starts = globals().get('starts', 0) + 1") }
        for _ in 0..<3 {
            let starts = try await pool.withSession { try await $0.eval("starts") }
            #expect(starts == 1)
        }
        #expect(pool.count == 1)
        try await pool.withSession { first in
            try await pool.withSession { second in
                let processes = [try await first.eval(PoolTests.process), try await second.eval(PoolTests.process)]
                #expect(processes[0] != processes[1])
            }
        }
        #expect(pool.count == 2)
        await pool.shutdown()
    }

    @Test func `a body that throws and a server that dies leave the pool as it was`() async throws {
        let pool = PySessionPool(size: 1) { $0.define("base", 41) }
        await #expect(throws: PythonError.self) { try await pool.withSession { try await $0.eval("1 / 0") } }
        await #expect(throws: PySessionError(.serverDied, "")) { try await pool.withSession { try await $0.eval("__import__('os')._exit(1)") } }
        let answer = try await pool.withSession { try await $0.eval("base + 1") }
        #expect(answer == 42)
        await pool.shutdown()
    }

    @Test func `a task that is cancelled while it waits leaves the queue`() async throws {
        let pool = PySessionPool(size: 1)
        let (gate, opener) = AsyncStream<Void>.makeStream()
        let (entered, enter) = AsyncStream<Void>.makeStream()
        let holder = Task {
            try await pool.withSession { _ in
                enter.finish()
                for await _ in gate {}
            }
        }
        for await _ in entered {}
        let waiting = Task { try await pool.withSession { _ in Issue.record("it was let in") } }
        waiting.cancel()
        await #expect(throws: PySessionError(.cancelled, "")) { try await waiting.value }
        opener.finish()
        try await holder.value
        await pool.shutdown()
    }

    @Test func `a pool that was shut down lends nothing`() async throws {
        let pool = PySessionPool(size: 2)
        await pool.shutdown()
        await #expect(throws: PySessionError(.closed, "")) { try await pool.withSession { try await $0.eval("1") } }
    }

    @Test func `a pool that is let go of ends its sessions`() async throws {
        func open() async throws -> Int? {
            let pool = PySessionPool(size: 1)
            return try await pool.withSession { try await $0.eval(PoolTests.process).int }
        }
        let process = try #require(try await open())
        #expect(await Leftovers.come { !Leftovers.isAlive(process) })
    }
}
