import DockerClient
import Foundation
import HaystackCore
import PySession
import Synchronization
import Testing

extension WithEngine {
    /// Sessions in containers do what local ones do.
    @Suite struct ContainerSessionTests {
        @Test func `values, grids and matrices cross, and variables live on`() async throws {
            let grid = Grid(rows: [["area": 10, "dis": "one"], ["area": 32, "dis": "two"]])
            try await withPySession(.base()) { session in
                try await session.initialize { $0.exec("import numpy as np") }
                try await session.define("g", grid)
                try await session.define("m", MatrixGrid(rows: 2, columns: 2, [2, 0, 0, 4]))
                #expect(try await session.eval("g.to_dataframe().area.sum()") == 42)
                #expect(try await session.eval("np.linalg.inv(m)").matrix?.values == [0.5, 0, 0, 0.25])
                #expect(try await session.eval("g.to_dataframe()").grid?.rows.map { $0["dis"] } == ["one", "two"])
            }
        }

        @Test func `the call of the manual gives 200`() async throws {
            let value = try await py(.base()).timeout(.seconds(60)).define("a", 100).define("b", 2)
                .exec("def mult(x, y): return x * y\n").eval("mult(a, b)")
            #expect(value == 200)
        }

        @Test func `the container is made with the first evaluation and goes with the session`() async throws {
            let session = PySession(.base())
            try await session.exec("import os")
            #expect(try await Containers.of().isEmpty)
            let first = try await session.eval("os.getpid()")
            let container = try await Containers.only()
            #expect(container.state == .running)
            #expect(container.labels[SessionContainers.label] != nil)
            #expect(container.ports.allSatisfy { $0.address == "127.0.0.1" } && container.ports.count == 1)
            #expect(try await session.eval("os.getpid()") == first)
            await session.close()
            #expect(try await Containers.of().isEmpty)
        }

        @Test func `the key is on no command line and in no environment`() async throws {
            try await withPySession(.base()) { session in
                try await session.eval("1")
                let details = try await TestEngine.client().containers.inspect(Containers.only().id)
                #expect(details.arguments.contains("--key"))
                #expect(details.arguments.firstIndex(of: "--key").map { details.arguments[$0 + 1] } == "-")
                #expect(!details.configuration.environment.contains { $0.lowercased().contains("key") })
            }
        }

        @Test func `an exception leaves the container and its variables`() async throws {
            try await withPySession(.base()) { session in
                try await session.exec("a = 41")
                let error = await #expect(throws: PythonError.self) { try await session.eval("a / 0") }
                #expect(error?.type == "ZeroDivisionError")
                let container = try await Containers.only().id
                #expect(try await session.eval("a + 1") == 42)
                #expect(try await Containers.only().id == container)
            }
        }

        @Test(arguments: [
            ("os.kill(os.getpid(), 9)", "137"), ("os._exit(3)", "exit code 3"), ("os.abort()", "134"),
            ("__import__('ctypes').string_at(0)", "139"),
        ])
        func `code that ends its process is told with how it ended`(code: String, words: String) async throws {
            try await withPySession(.base()) { session in
                try await session.initialize { $0.exec("import os\nbase = 40") }
                try await session.eval("1")
                let container = try await Containers.only().id
                let error = await #expect(throws: PySessionError.self) { try await session.eval(code) }
                #expect(error?.code == .serverDied)
                #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
                #expect(try await !Containers.isThere(container))
                #expect(try await session.eval("base + 2") == 42)
            }
            #expect(try await Containers.of().isEmpty)
        }

        enum Fault: String, CaseIterable { case kill, remove, stop }

        @Test(arguments: Fault.allCases)
        func `a container that others end is told, and the next evaluation makes another`(fault: Fault) async throws {
            let docker = try TestEngine.client()
            try await withPySession(.base()) { session in
                try await session.eval("1")
                let id = try await Containers.only().id
                let task = Task { try await session.eval("__import__('time').sleep(1000)") }
                switch fault {
                case .kill: try await docker.containers.kill(id)
                case .remove: try await docker.containers.remove(id, force: true)
                case .stop: try await docker.containers.stop(id, grace: 1)
                }
                await #expect(throws: PySessionError(.serverDied, "")) { try await task.value }
                #expect(try await session.eval("6 * 7") == 42)
                #expect(try await Containers.only().id != id)
            }
            #expect(try await Containers.of().isEmpty)
        }

        @Test func `a frozen container costs the evaluation its time and no more`() async throws {
            let docker = try TestEngine.client()
            try await withPySession(.base()) { session in
                try await session.eval("1")
                let id = try await Containers.only().id
                try await docker.containers.pause(id)
                await #expect(throws: PySessionError(.timeout, "")) { try await session.eval("1", timeout: .milliseconds(300)) }
                #expect(try await !Containers.isThere(id))
                #expect(try await session.eval("6 * 7") == 42)
            }
            #expect(try await Containers.of().isEmpty)
        }

        @Test func `a server that is stopped in its tracks costs the evaluation its time and no more`() async throws {
            try await withPySession(.base()) { session in
                await #expect(throws: PySessionError(.timeout, "")) {
                    try await session.eval("__import__('os').kill(__import__('os').getpid(), 19)", timeout: .seconds(1))
                }
                let answer = try await session.eval("6 * 7")
                #expect(answer == 42)
            }
            #expect(try await Containers.of().isEmpty)
        }

        @Test func `a session whose start is cancelled leaves no container, whenever that is`() async throws {
            for delay in [0, 5, 20, 60, 120, 200, 300, 500, 800] {
                let task = Task { try await py(.base()).eval("__import__('time').sleep(1000)") }
                try await Task.sleep(for: .milliseconds(delay))
                task.cancel()
                await #expect(throws: PySessionError(.cancelled, "")) { try await task.value }
                #expect(try await Containers.of().isEmpty)
            }
        }

        @Test func `what the code prints arrives`() async throws {
            let text = Mutex("")
            let options = PySessionOptions { piece in text.withLock { $0 += String(decoding: piece.bytes, as: UTF8.self) } }
            try await withPySession(.base(), options: options) { session in
                try await session.exec("import sys\nprint('to stdout')\nprint('to stderr', file=sys.stderr)")
                try await session.eval("1")
                #expect(try await Containers.come { text.withLock { $0.contains("to stdout\n") && $0.contains("to stderr\n") } })
            }
        }

        @Test func `sessions side by side each have their own answers`() async throws {
            try await withThrowingTaskGroup { group in
                for number in 0..<6 {
                    group.addTask {
                        try await withPySession(.base()) { session in
                            try await session.define("n", .number(number))
                            #expect(try await session.eval("n * n") == .number(number * number))
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await Containers.of().isEmpty)
        }
    }
}
