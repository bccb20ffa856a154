import Foundation
import HaystackCore
import PySession
import Testing

/// Code that never ends by itself: timeouts and cancellation.
@Suite(.serialized) struct EndlessCodeTests {
    /// Code that never ends; the first holds Python's lock all the time, others shut out signals.
    static let endless = [
        "sum(range(10**12))", "[0 for _ in iter(int, 1)]", "__import__('time').sleep(10**6)",
        "__import__('signal').signal(2, 1), __import__('signal').signal(15, 1), sum(range(10**12))",
        "__import__('subprocess').run(['sleep', '1000'])",
    ]

    @Test(arguments: endless)
    func `a timeout ends the process, and the session goes on with its initial steps`(code: String) async throws {
        try await withPySession { session in
            try await session.initialize { $0.exec("starts = 0\nstarts += 1") }
            let process = try #require(try await session.eval("__import__('os').getpid()").int)
            let error = await #expect(throws: PySessionError.self) { try await session.eval(code, timeout: .milliseconds(200)) }
            #expect(error?.code == .timeout)
            #expect(!Leftovers.isAlive(process))
            #expect(try await session.eval("starts") == 1)
        }
    }

    @Test(arguments: endless)
    func `a cancelled task without grace ends the process, and the session goes on`(code: String) async throws {
        let output = CollectedOutput()
        var options = output.options
        options.interruptGrace = .zero
        try await withPySession(options: options) { session in
            try await session.initialize { $0.define("base", 41) }
            let process = try #require(try await session.eval("__import__('os').getpid()").int)
            let task = Task { try await session.eval("(print('busy', flush=True), \(code))") }
            #expect(await output.says("busy"))
            task.cancel()
            await #expect(throws: PySessionError(.cancelled, "")) { try await task.value }
            #expect(!Leftovers.isAlive(process))
            #expect(try await session.eval("base + 1") == 42)
        }
    }

    @Test func `what the code has started ends with it`() async throws {
        try await withPySession { session in
            try await session.exec("import subprocess\nchild = subprocess.Popen(['sleep', '1000'])")
            let child = try #require(try await session.eval("child.pid").int)
            await #expect(throws: PySessionError(.timeout, "")) { try await session.eval("child.wait()", timeout: .milliseconds(100)) }
            #expect(await Leftovers.come { !Leftovers.isRunning(child) })
        }
    }

    @Test func `a process that the code has cut loose does not hold up the end`() async throws {
        let session = PySession()
        try await session.exec("import subprocess\nchild = subprocess.Popen(['sleep', '1000'], start_new_session=True)")
        let child = try #require(try await session.eval("child.pid").int)
        defer { kill(Int32(child), SIGKILL) }
        await #expect(throws: PySessionError(.timeout, "")) { try await session.eval("child.wait()", timeout: .milliseconds(100)) }
        #expect(try await session.eval("1") == 1)
        await session.close()
    }

    @Test func `a task that is cancelled while Python starts ends that start`() async throws {
        try await withTemporaryFolder { folder in
            let program = try fakePython("echo $$ > '\(folder)/draft'; mv '\(folder)/draft' '\(folder)/pid'; exec sleep 1000", in: folder)
            try await withPySession(.local(python: program)) { session in
                try await session.define("a", 1)
                let task = Task { try await session.eval("a") }
                #expect(await Leftovers.come { FileManager.default.fileExists(atPath: folder + "/pid") })
                task.cancel()
                await #expect(throws: PySessionError(.cancelled, "")) { try await task.value }
                let process = try #require(Int(try String(contentsOfFile: folder + "/pid", encoding: .utf8).dropLast()))
                #expect(!Leftovers.isAlive(process))
                _ = try fakePython("exec \"$PYTHON\" \"$@\"", in: folder)
                #expect(try await session.eval("a") == 1)
            }
        }
    }

    @Test func `a task that is cancelled before it evaluates sends nothing and loses no steps`() async throws {
        try await withPySession { session in
            try await session.define("a", 1)
            let process = try await session.eval("__import__('os').getpid()")
            try await session.define("b", 2)
            let task = Task {
                unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
                return try await session.eval("a")
            }
            await #expect(throws: PySessionError(.cancelled, "")) { try await task.value }
            #expect(try await session.eval("a + b") == 3)
            #expect(try await session.eval("__import__('os').getpid()") == process)
        }
    }

    @Test func `an evaluation without time sends nothing and loses no steps`() async throws {
        try await withPySession { session in
            #expect(try await session.eval("1") == 1)
            try await session.define("b", 2)
            await #expect(throws: PySessionError(.timeout, "")) { try await session.eval("b", timeout: .zero) }
            #expect(try await session.eval("b") == 2)
        }
    }

    @Test func `a task that is cancelled while it waits for its turn leaves the others alone`() async throws {
        let output = CollectedOutput()
        try await withTemporaryFolder { folder in
            try await withPySession(options: output.options) { session in
                try await session.exec(
                    "import os, time\ndef wait(name):\n  print('waiting', flush=True)\n  while not os.path.exists(name): time.sleep(0.005)\n  return 'done'"
                )
                let running = Task { try await session.eval("wait('\(folder)/go')") }
                #expect(await output.says("waiting"))
                let queued = Task { try await session.eval("print('never')") }
                queued.cancel()
                await #expect(throws: PySessionError(.cancelled, "")) { try await queued.value }
                try Data().write(to: URL(filePath: folder + "/go"))
                #expect(try await running.value == "done")
                #expect(try await session.eval("wait('\(folder)/go')") == "done")
            }
        }
        #expect(!output.text(.standardOutput).contains("never"))
    }
}
