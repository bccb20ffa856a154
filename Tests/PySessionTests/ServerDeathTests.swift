import Foundation
import HaystackCore
import PySession
import Testing

/// Python code that ends its process, and code that only looks as if it did.
@Suite(.serialized) struct ServerDeathTests {
    @Test(arguments: ["os.kill(os.getpid(), 9)", "os._exit(3)", "os.abort()", "__import__('ctypes').string_at(0)", "os.kill(0, 15)"])
    func `code that ends the process is told, and the session goes on with its initial steps`(code: String) async throws {
        try await withPySession { session in
            try await session.initialize { $0.exec("import os\nbase = 40") }
            let process = try #require(try await session.eval("os.getpid()").int)
            try await session.define("gone", 1)
            let error = await #expect(throws: PySessionError.self) { try await session.eval(code) }
            #expect(error?.code == .serverDied)
            #expect(!Leftovers.isAlive(process))
            #expect(try await session.eval("base + 2") == 42)
            #expect(try await session.eval("'gone' in globals()") == false)
        }
    }

    @Test(arguments: ["pass", "os.setsid()"])
    func `a server that dies is noticed though a process that it has forked holds its connection`(step: String) async throws {
        try await withTemporaryFolder { folder in
            try await withPySession { session in
                try await session.exec(
                    """
                    import os, time
                    if os.fork():
                        while not os.path.exists('\(folder)/pid'): time.sleep(0.005)
                        os._exit(3)
                    \(step)
                    open('\(folder)/draft', 'w').write(str(os.getpid()))
                    os.rename('\(folder)/draft', '\(folder)/pid')
                    time.sleep(1000)
                    """
                )
                let error = await #expect(throws: PySessionError.self) { try await session.eval("1") }
                #expect(error?.code == .serverDied)
                #expect(error?.message.contains("exited(3)") == true)
                let fork = try #require(Int(try String(contentsOfFile: folder + "/pid", encoding: .utf8)))
                kill(Int32(fork), SIGKILL)
            }
        }
    }

    @Test(arguments: [
        ("sys.exit(3)", "SystemExit"), ("raise KeyboardInterrupt", "KeyboardInterrupt"), ("raise GeneratorExit", "GeneratorExit"),
        ("def f(): f()\nf()", "RecursionError"),
        ("class E(Exception):\n  def __str__(self): raise ValueError\nraise E", "E"), ("x = 'a' * 2**60", "MemoryError"),
        ("raise Exception('\\ud800')", "Exception"),
        ("if", "SyntaxError"), ("sys.stdout.close()\nraise OSError('closed')", "OSError"),
    ])
    func `an exception of any class leaves the session as it is`(code: String, type: String) async throws {
        try await withPySession { session in
            try await session.exec("import sys\na = 41")
            let before = try await session.eval("__import__('os').getpid()")
            try await session.exec(code)
            let error = await #expect(throws: PythonError.self) { try await session.eval("1") }
            #expect(error?.type?.hasSuffix(type) == true)
            #expect(try await session.eval("a + 1") == 42)
            #expect(try await session.eval("__import__('os').getpid()") == before)
        }
    }

    @Test(arguments: [
        ("object()", "object"), ("lambda: 1", "function"), ("(i for i in [])", "generator"), ("1j", "complex"),
        ("open('/dev/null')", "TextIOWrapper"), ("int", "type"),
        ("[1, {'a': object()}]", "object"), ("__import__('threading').Lock()", "lock"),
    ])
    func `a result that has no kind is an exception that names its type`(expression: String, type: String) async throws {
        try await withPySession { session in
            try await session.define("a", 1)
            let error = await #expect(throws: PythonError.self) { try await session.eval(expression) }
            #expect(error?.type == "TypeError")
            #expect(error?.message.contains(type) == true)
            #expect(try await session.eval("a") == 1)
        }
    }

    @Test func `a result that is nested too deep leaves the session as it is`() async throws {
        try await withPySession { session in
            try await session.exec("a = 1\nv = []\nfor _ in range(100_000): v = [v]")
            let error = await #expect(throws: PythonError.self) { try await session.eval("v") }
            #expect(error?.message.contains("nested") == true || error?.message.contains("deep") == true)
            #expect(try await session.eval("a") == 1)
        }
    }

    @Test(arguments: [200, 5000])
    func `a value that is nested too deep is refused and leaves the session as it is`(depth: Int) async throws {
        try await withPySession { session in
            try await session.define("a", 1)
            #expect(try await session.eval("a") == 1)
            try await session.define("v", (0..<depth).reduce(.matrix(MatrixGrid(rows: 1, columns: 1))) { value, _ in [value] })
            await #expect(throws: PySessionError(.limit, "")) { try await session.eval("a") }
            #expect(try await session.eval("a + 1") == 2)
        }
    }

    @Test(arguments: [
        ("b'x' * 50_000_000", 50_000_000), ("'é' * 25_000_000", 50_000_000), ("__import__('numpy').ones((2500, 2500))", 6_250_000),
        ("list(range(1_000_000))", 1_000_000),
    ])
    func `a large result comes whole, and goes back`(expression: String, size: Int) async throws {
        try await withPySession { session in
            let value = try await session.eval(expression)
            let found =
                switch value {
                case .buf(let bytes): bytes.count
                case .str(let text): text.utf8.count
                case .matrix(let matrix): matrix.values.count
                case .list(let items): items.count
                default: 0
                }
            #expect(found == size)
            try await session.define("back", value)
            #expect(try await session.eval("bool(__import__('numpy').all(back == \(expression)))") == true)
        }
    }
}
