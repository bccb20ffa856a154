import DockerClient
import HaystackCore
import PySession
import Synchronization
import Testing

extension WithEngine {
    /// Output and interrupts, by the streams of a container and through its socket.
    @Suite struct ControlTests {
        static let backends: [@Sendable () -> PyBackend] = [{ .base() }, { .strict() }]

        @Test(arguments: backends.indices)
        func `all that an evaluation writes is there when it ends`(place: Int) async throws {
            try await withPySession(ControlTests.backends[place]()) { session in
                try await session.exec("import ctypes, os, sys")
                let writers: [(code: String, out: String, err: String)] = [
                    ("print('λ', end='')", "λ", ""), ("print('error', file=sys.stderr)", "", "error\n"),
                    ("os.system('echo child; echo two >&2')", "child\n", "two\n"), ("ctypes.CDLL(None).printf(b'from C')", "from C", ""),
                    ("print('x' * 300_000)", String(repeating: "x", count: 300_000) + "\n", ""), ("os.write(1, b'\\xff')", "\u{fffd}", ""),
                ]
                for (number, writer) in writers.enumerated() {
                    let written = Written()
                    try await session.eval("(\(writer.code), 1)[1]") { written.add($0) }
                    #expect(written.text(.standardOutput) == writer.out)
                    #expect(written.text(.standardError) == writer.err)
                    #expect(written.evaluations.isSubset(of: [number + 1]))
                }
                #expect(await session.features == [.interrupt, .output])
            }
        }

        @Test(arguments: backends.indices)
        func `what was written before a timeout arrives, also where its reader is slow`(place: Int) async throws {
            try await withPySession(ControlTests.backends[place]()) { session in
                try await session.exec("import time\ndef work():\n  for n in range(3):\n    print(n, flush=True)\n    time.sleep(0.02)\n  time.sleep(1000)")
                try await session.eval("1")
                let written = Written()
                await #expect(throws: PySessionError(.timeout, "")) {
                    try await session.eval("work()", timeout: .milliseconds(400)) { piece in
                        written.add(piece)
                        // Until the container is about to be removed: the rest is still on its way.
                        if piece.bytes == Array("0\n".utf8) { try? await Task.sleep(for: .milliseconds(450)) }
                    }
                }
                #expect(written.text(.standardOutput) == "0\n1\n2\n")
            }
        }

        @Test(arguments: backends.indices, [true, false])
        func `code that gives way keeps the container`(place: Int, isCancelled: Bool) async throws {
            try await withPySession(ControlTests.backends[place]()) { session in
                try await session.eval("1")
                let container = try await Containers.only().id
                for code in ["time.sleep(1000)", "[0 for _ in iter(int, 1)]", "re.match(r'(a+)+b', 'a' * 40)", "os.system('sleep 1000')"] {
                    try await session.exec("kept = 41\nimport os, re, time")
                    let (busy, isBusy) = AsyncStream<Void>.makeStream()
                    let task = Task {
                        try await session.eval("(print('busy', flush=True), \(code))") { _ in isBusy.finish() }
                    }
                    for await _ in busy {}
                    if isCancelled { task.cancel() } else { #expect(try await session.interrupt()) }
                    let result = await task.result
                    switch result {
                    case .success: Issue.record("endless code has ended")
                    case .failure(let error as PythonError): #expect(!isCancelled && error.type == "KeyboardInterrupt")
                    case .failure(let error): #expect(isCancelled && error as? PySessionError == PySessionError(.cancelled, ""))
                    }
                    let answer = try await session.eval("kept + 1")
                    #expect(answer == 42)
                }
                #expect(try await Containers.only().id == container)
            }
        }

        @Test func `code that does not give way loses the container, and the session goes on`() async throws {
            try await withPySession(.base(), options: PySessionOptions(interruptGrace: .milliseconds(300))) { session in
                try await session.initialize { $0.define("base", 41) }
                try await session.exec(
                    "def deaf():\n  while True:\n    try:\n      print('busy', flush=True)\n      sum(range(10**12))\n    except KeyboardInterrupt: pass")
                try await session.eval("1")
                let container = try await Containers.only().id
                await #expect(throws: PySessionError(.interrupted, "")) {
                    try await session.eval("deaf()") { _ in _ = try? await session.interrupt() }
                }
                #expect(try await !Containers.isThere(container))
                #expect(try await session.eval("base + 1") == 42)
            }
        }

        @Test func `upstream's image says that it takes no interrupts`() async throws {
            try await withPySession(.docker(image: try await TestEngine.upstreamImage())) { session in
                try await session.eval("1")
                #expect(await session.features == [])
                let task = Task { try await session.eval("__import__('time').sleep(1000)") }
                // Refused from the moment it runs.
                var refusal: PySessionError?
                while refusal == nil, !task.isCancelled {
                    do throws(PySessionError) { try await session.interrupt() } catch { refusal = error }
                    await Task.yield()
                }
                #expect(refusal?.code == .unsupported)
                task.cancel()
                await #expect(throws: PySessionError(.cancelled, "")) { try await task.value }
            }
        }
    }
}

/// What was written.
private final class Written: Sendable {
    private let pieces = Mutex<[PyOutput]>([])

    func add(_ piece: PyOutput) { pieces.withLock { $0.append(piece) } }

    func text(_ stream: PyOutput.Stream) -> String {
        String(decoding: pieces.withLock { $0 }.filter { $0.stream == stream }.flatMap(\.bytes), as: UTF8.self)
    }

    var evaluations: Set<Int?> { Set(pieces.withLock { $0 }.map(\.evaluation)) }
}
