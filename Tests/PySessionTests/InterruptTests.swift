import HaystackCore
import PySession
import Testing

/// Interrupts and cancellation: what gives way, what does not, and the races.
@Suite(.serialized) struct InterruptTests {
    /// Code that gives way to KeyboardInterrupt.
    static let yielding = [
        "[0 for _ in iter(int, 1)]", "__import__('time').sleep(10**6)", "__import__('subprocess').run(['sleep', '1000'])",
        "__import__('re').match(r'(a+)+b', 'a' * 40)", "__import__('os').read(__import__('os').pipe()[0], 1)",
        "__import__('os').system('sleep 1000; echo never')",
    ]
    /// Code that does not.
    static let stubborn = ["deaf(lambda: sum(range(10**12)))", "deaf(lambda: time.sleep(1000))"]
    static let deaf =
        "import time\ndef deaf(work):\n  while True:\n    try:\n      print('busy', flush=True)\n      work()\n    except KeyboardInterrupt: pass"

    @Test(arguments: yielding, [true, false])
    func `an interrupt or a cancellation stops code that gives way, and the session is kept`(code: String, isCancelled: Bool) async throws {
        let output = CollectedOutput()
        try await withPySession(options: output.options) { session in
            try await session.exec("kept = 41")
            let process = try await session.eval("__import__('os').getpid()")
            let task = Task { try await session.eval("(print('busy', flush=True), \(code))") }
            #expect(await output.says("busy"))
            if isCancelled {
                task.cancel()
                await #expect(throws: PySessionError(.cancelled, "")) { try await task.value }
            } else {
                #expect(try await session.interrupt())
                let error = await #expect(throws: PythonError.self) { try await task.value }
                #expect(error?.type == "KeyboardInterrupt")
            }
            #expect(try await session.eval("[kept + 1, __import__('os').getpid()]") == [42, process])
        }
    }

    @Test(arguments: stubborn, [true, false])
    func `code that does not give way is ended after the grace, and the session goes on`(code: String, isCancelled: Bool) async throws {
        let output = CollectedOutput()
        var options = output.options
        options.interruptGrace = .milliseconds(200)
        try await withPySession(options: options) { session in
            try await session.initialize { $0.exec("base = 41\n" + InterruptTests.deaf) }
            let process = try #require(try await session.eval("__import__('os').getpid()").int)
            let task = Task { try await session.eval(code) }
            #expect(await output.says("busy"))
            if isCancelled { task.cancel() } else { #expect(try await session.interrupt()) }
            await #expect(throws: PySessionError(isCancelled ? .cancelled : .interrupted, "")) { try await task.value }
            #expect(!Leftovers.isAlive(process))
            #expect(try await session.eval("base + 1") == 42)
        }
    }

    @Test(arguments: [true, false])
    func `without grace the server is ended at once`(isCancelled: Bool) async throws {
        let output = CollectedOutput()
        var options = output.options
        options.interruptGrace = .zero
        try await withPySession(options: options) { session in
            let process = try #require(try await session.eval("__import__('os').getpid()").int)
            let task = Task { try await session.eval("(print('busy', flush=True), __import__('time').sleep(1000))") }
            #expect(await output.says("busy"))
            if isCancelled { task.cancel() } else { #expect(try await session.interrupt()) }
            await #expect(throws: PySessionError(isCancelled ? .cancelled : .interrupted, "")) { try await task.value }
            #expect(!Leftovers.isAlive(process))
        }
    }

    @Test func `interrupts at any moment hit their own evaluation or nothing`() async throws {
        try await withPySession { session in
            var stopped = 0
            let process = try await session.eval("__import__('os').getpid()")
            for number in 0..<300 {
                try await session.exec("total = 0\nfor step in range(\(number % 50 * 40)): total += step")
                async let answer = session.eval("\(number)")
                // After the end of some evaluations, in the midst of others, before some have begun.
                for _ in 0..<number % 7 { await Task.yield() }
                try await session.interrupt()
                do {
                    #expect(try await answer == .number(number))
                } catch let error as PythonError {
                    #expect(error.type == "KeyboardInterrupt")
                    stopped += 1
                }
                // Never interrupted: it is evaluated after the interrupt was called.
                #expect(try await session.eval("'next'") == "next")
            }
            #expect(stopped < 300)
            #expect(try await session.eval("__import__('os').getpid()") == process)
        }
    }

    @Test func `cancellations at any moment leave a session that works`() async throws {
        try await withPySession { session in
            let process = try await session.eval("__import__('os').getpid()")
            for number in 0..<200 {
                let task = Task { try await session.eval("sum(n for n in range(\(number % 40 * 50)))") }
                for _ in 0..<number % 11 { await Task.yield() }
                task.cancel()
                do {
                    _ = try await task.value
                } catch {
                    #expect(error as? PySessionError == PySessionError(.cancelled, ""))
                }
                #expect(try await session.eval("\(number)") == .number(number))
            }
            #expect(try await session.eval("__import__('os').getpid()") == process)
        }
    }

    @Test func `many interrupts at once stop one evaluation`() async throws {
        let output = CollectedOutput()
        try await withPySession(options: output.options) { session in
            let task = Task { try await session.eval("(print('busy', flush=True), __import__('time').sleep(1000))") }
            let next = Task {
                _ = await output.says("busy")
                return try await session.eval("'next'")
            }
            #expect(await output.says("busy"))
            await withTaskGroup { group in
                for _ in 0..<100 { group.addTask { _ = try? await session.interrupt() } }
            }
            let error = await #expect(throws: PythonError.self) { try await task.value }
            #expect(error?.type == "KeyboardInterrupt")
            // It began when the first was over, and some interrupts may have been called after that.
            let answer = await next.result
            if case .failure(let error) = answer { #expect((error as? PythonError)?.type == "KeyboardInterrupt") }
            let alive = try await session.eval("'alive'")
            #expect(alive == "alive")
        }
    }

    @Test func `an interrupt leaves those that wait for their turn alone`() async throws {
        let output = CollectedOutput()
        try await withPySession(options: output.options) { session in
            let task = Task { try await session.eval("(print('busy', flush=True), __import__('time').sleep(1000))") }
            #expect(await output.says("busy"))
            let queued = (0..<5).map { number in Task { try await session.eval("\(number)") } }
            queued[2].cancel()
            let isInterrupted = try await session.interrupt()
            #expect(isInterrupted)
            await #expect(throws: PythonError.self) { try await task.value }
            for (number, task) in queued.enumerated() {
                if number == 2 {
                    await #expect(throws: PySessionError(.cancelled, "")) { try await task.value }
                } else {
                    let value = try await task.value
                    #expect(value == .number(number))
                }
            }
        }
    }

    @Test func `where nothing runs there is nothing to interrupt`() async throws {
        let session = PySession()
        #expect(try await !session.interrupt())
        #expect(await session.features == nil)
        #expect(try await session.eval("1") == 1)
        #expect(try await !session.interrupt())
        #expect(await session.features == [.interrupt, .output])
        #expect(try await session.eval("2") == 2)
        await session.close()
        #expect(try await !session.interrupt())
    }

    @Test func `code may answer an interrupt with a value`() async throws {
        let output = CollectedOutput()
        try await withPySession(options: output.options) { session in
            try await session.exec(
                "import time\ndef work():\n  try:\n    print('busy', flush=True)\n    time.sleep(1000)\n  except KeyboardInterrupt:\n    return 'partial'")
            let task = Task { try await session.eval("work()") }
            #expect(await output.says("busy"))
            #expect(try await session.interrupt())
            #expect(try await task.value == "partial")
        }
    }

    @Test func `initial steps that are interrupted run again`() async throws {
        let output = CollectedOutput()
        try await withPySession(options: output.options) { session in
            try await session.initialize {
                $0.exec(
                    "import os, time\nif not os.environ.get('AGAIN'):\n  os.environ['AGAIN'] = '1'\n  print('busy', flush=True)\n  time.sleep(1000)\nbase = 42")
            }
            let task = Task { try await session.eval("base") }
            #expect(await output.says("busy"))
            #expect(try await session.interrupt())
            await #expect(throws: PythonError.self) { try await task.value }
            #expect(try await session.eval("base") == 42)
        }
    }

    @Test func `a server that is reached by an address is interrupted too`() async throws {
        try await ServerProgram.own { server in
            let output = CollectedOutput()
            try await withPySession(.address(server), options: output.options) { session in
                try await session.exec("kept = 41")
                let task = Task { try await session.eval("(print('busy', flush=True), __import__('time').sleep(1000))") }
                #expect(await output.says("busy"))
                task.cancel()
                await #expect(throws: PySessionError(.cancelled, "")) { try await task.value }
                #expect(try await session.eval("kept + 1") == 42)
            }
        }
    }

    @Test func `upstream's server says that it takes no interrupts, and is ended by a cancellation`() async throws {
        try await withTemporaryFolder { folder in
            try await ServerProgram.upstream { server in
                let session = PySession(.address(server))
                let code = "(open('\(folder)/busy', 'w').close(), __import__('time').sleep(1000))"
                try await session.eval("1")
                #expect(await session.features == [])
                let task = Task { try await session.eval(code) }
                #expect(await Leftovers.come { Leftovers.exists(folder + "/busy") })
                await #expect(throws: PySessionError(.unsupported, "")) { try await session.interrupt() }
                task.cancel()
                await #expect(throws: PySessionError(.cancelled, "")) { try await task.value }
                await session.close()
            }
        }
    }
}
