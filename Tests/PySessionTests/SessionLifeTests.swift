import Foundation
import HaystackCore
import Testing

@testable import PySession

/// Many evaluations, many sessions, and the ends of sessions.
@Suite(.serialized) struct SessionLifeTests {
    @Test func `concurrent evaluations of one session each get their own answer`() async throws {
        try await withPySession { session in
            try await session.exec("seen = []")
            try await withThrowingTaskGroup { group in
                for number in 0..<32 {
                    group.addTask { (number, try await session.eval("(seen.append(\(number)), \(number) * 2)[1]")) }
                }
                for try await (number, answer) in group { #expect(answer == .number(number * 2)) }
            }
            #expect(try await session.eval("sorted(seen) == list(range(32))") == true)
        }
    }

    @Test(arguments: 0..<100) @MainActor func `turns are taken in the order of their calls`(round: Int) async throws {
        let queue = TurnQueue()
        let gate = AsyncStream<Void>.makeStream()
        var order: [Int] = []
        let holder = Task { @MainActor in try await queue.run { for await _ in gate.stream { return } } }
        // Tasks of the main actor begin in the order in which they were made.
        let tasks = (0..<32).map { number in Task { @MainActor in try await queue.run { order.append(number) } } }
        let cancelled = [3, 17, 31]
        for number in cancelled { tasks[number].cancel() }
        gate.continuation.yield()
        try await holder.value
        for task in tasks { _ = await task.result }
        #expect(order == (0..<32).filter { !cancelled.contains($0) })
    }

    @Test @MainActor func `evaluations run in the order of their calls`() async throws {
        try await withPySession { session in
            try await session.exec("seen = []")
            let tasks = (0..<200).map { number in Task { @MainActor in try await session.eval("seen.append(\(number))") } }
            for task in tasks { _ = try await task.value }
            #expect(try await session.eval("seen == list(range(200))") == true)
        }
    }

    @Test func `many sessions live side by side`() async throws {
        let processes = try await withThrowingTaskGroup { group in
            for number in 0..<16 {
                group.addTask {
                    try await withPySession { session in
                        try await session.define("number", .number(number))
                        #expect(try await session.eval("number") == .number(number))
                        return try await session.eval("__import__('os').getpid()").int
                    }
                }
            }
            return try await group.reduce(into: Set<Int?>()) { $0.insert($1) }
        }
        #expect(processes.count == 16)
        #expect(processes.allSatisfy { $0.map { !Leftovers.isAlive($0) } == true })
    }

    @Test func `a closed session evaluates, defines and runs nothing`() async throws {
        let session = PySession()
        #expect(try await session.eval("1") == 1)
        await session.close()
        await #expect(throws: PySessionError(.closed, "")) { try await session.eval("1") }
        await #expect(throws: PySessionError(.closed, "")) { try await session.define("a", 1) }
        await #expect(throws: PySessionError(.closed, "")) { try await session.exec("a = 1") }
        await #expect(throws: PySessionError(.closed, "")) { try await session.initialize { _ in } }
    }

    @Test func `a session can be closed twice, at once, and before it has begun`() async throws {
        await PySession().close()
        let session = PySession()
        let process = try #require(try await session.eval("__import__('os').getpid()").int)
        async let first: Void = session.close()
        async let second: Void = session.close()
        _ = await (first, second)
        await session.close()
        #expect(!Leftovers.isAlive(process))
    }

    @Test func `closing waits for the evaluation that runs`() async throws {
        let output = CollectedOutput()
        try await withTemporaryFolder { folder in
            let session = PySession(options: output.options)
            try await session.exec(
                "import os, time\ndef wait(name):\n  print('waiting', flush=True)\n  while not os.path.exists(name): time.sleep(0.005)\n  return os.getpid()"
            )
            let running = Task { try await session.eval("wait('\(folder)/go')") }
            #expect(await output.says("waiting"))
            let closing = Task { await session.close() }
            // Once the session refuses steps it is closing.
            #expect(await Leftovers.come { do { try await session.exec("pass"); return false } catch { return true } })
            try Data().write(to: URL(filePath: folder + "/go"))
            let process = try #require(try await running.value.int)
            await closing.value
            #expect(!Leftovers.isAlive(process))
        }
    }

    @Test func `closing while Python starts leaves nothing running`() async throws {
        try await withTemporaryFolder { folder in
            let program = try fakePython(
                "echo $$ > '\(folder)/draft'; mv '\(folder)/draft' '\(folder)/pid'; exec \"$PYTHON\" \"$@\"",
                in: folder
            )
            let session = PySession(.local(python: program))
            let running = Task { try await session.eval("1") }
            #expect(await Leftovers.come { FileManager.default.fileExists(atPath: folder + "/pid") })
            await session.close()
            #expect(try await running.value == 1)
            let process = try #require(Int(try String(contentsOfFile: folder + "/pid", encoding: .utf8).dropLast()))
            #expect(!Leftovers.isAlive(process))
        }
    }

    @Test(arguments: ["1", "__import__('threading').Thread(target=lambda: sum(range(10**12))).start()"])
    func `a session that is dropped takes its process with it`(code: String) async throws {
        func open() async throws -> Int? {
            let session = PySession()
            let process = try await session.eval("__import__('os').getpid()").int
            // The second never lets the reply out: the session is dropped by the timeout of the test's patience otherwise.
            if code == "1" { _ = try await session.eval(code) } else { _ = try? await session.eval(code, timeout: .milliseconds(500)) }
            return process
        }
        let process = try #require(try await open())
        #expect(await Leftovers.come { !Leftovers.isAlive(process) })
    }

    @Test func `exit handlers run when a session is closed`() async throws {
        try await withTemporaryFolder { folder in
            try await py().exec("import atexit\natexit.register(lambda: open('\(folder)/ended', 'w').close())").eval("1")
            #expect(FileManager.default.fileExists(atPath: folder + "/ended"))
        }
    }

    @Test func `initial steps run once for a session, and only the first are taken`() async throws {
        try await withPySession { session in
            try await session.initialize { $0.exec("runs = globals().get('runs', 0) + 1") }
            try await session.initialize { $0.exec("runs = 100") }
            #expect(try await session.eval("runs") == 1)
            try await session.initialize { $0.exec("runs = 200") }
            #expect(try await session.eval("runs") == 1)
        }
    }

    @Test func `initial steps that fail are told and run again`() async throws {
        try await withPySession { session in
            try await session.initialize {
                $0.exec("import os\nif not os.environ.get('LATER'):\n  os.environ['LATER'] = '1'\n  raise ValueError('not yet')\nbase = 42")
            }
            try await session.define("kept", 1)
            let error = await #expect(throws: PythonError.self) { try await session.eval("base") }
            #expect(error?.message == "not yet")
            #expect(try await session.eval("base + kept") == 43)
        }
    }

    @Test func `what the code writes arrives on its stream`() async throws {
        let output = CollectedOutput()
        try await py(options: output.options)
            .exec("import os, sys\nprint('out λ')\nprint('err', file=sys.stderr)\nos.system('echo child')\nos.write(1, b'\\xff raw')")
            .eval("1")
        #expect(output.text(.standardOutput) == "out λ\nchild\n\u{fffd} raw")
        #expect(output.text(.standardError) == "err\n")
    }

    @Test func `much output does not block the code`() async throws {
        let output = CollectedOutput()
        try await py(options: output.options).exec("for _ in range(10_000): print('x' * 999)").eval("1")
        #expect(output.text(.standardOutput).utf8.count == 10_000_000)
    }

    @Test func `code begins with no signal blocked`() async throws {
        #expect(try await py().exec("import signal").eval("[int(s) for s in signal.pthread_sigmask(signal.SIG_BLOCK, [])]") == [])
    }

    @Test func `code that reads standard input finds its end`() async throws {
        #expect(try await py().eval("__import__('sys').stdin.read()") == "")
    }

    @Test(arguments: [Duration.seconds(10_000_000_000), .seconds(Int64.max), .milliseconds(86_400_000)])
    func `any time is enough where it is long`(time: Duration) async throws {
        try await withPySession(options: PySessionOptions(timeout: time, startTimeout: time)) { session in
            let answers = [try await session.eval("1"), try await session.eval("2", timeout: time)]
            #expect(answers == [1, 2])
        }
    }

    @Test(arguments: [Duration.zero, .seconds(-1), .seconds(Int64.min)])
    func `no time is never enough`(time: Duration) async throws {
        try await withPySession { session in
            await #expect(throws: PySessionError(.timeout, "")) { try await session.eval("1", timeout: time) }
            let answer = try await session.eval("1")
            #expect(answer == 1)
        }
        await #expect(throws: PySessionError(.startFailed, "")) { try await py(options: PySessionOptions(startTimeout: time)).eval("1") }
    }
}
