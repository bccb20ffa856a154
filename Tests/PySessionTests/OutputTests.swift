import HaystackCore
import PySession
import Synchronization
import Testing

/// What Python writes, as it arrives and where it belongs.
@Suite(.serialized) struct OutputTests {
    static let writers: [(code: String, out: [UInt8], err: [UInt8])] = [
        ("print('λ')", Array("λ\n".utf8), []),
        ("print('no end', end='')", Array("no end".utf8), []),
        ("print('error', file=sys.stderr)", [], Array("error\n".utf8)),
        ("os.write(1, bytes(range(256)))", Array(0...255), []),
        ("os.write(2, b'\\xff\\x1e\\x00')", [], [0xFF, 0x1E, 0x00]),
        ("subprocess.run('echo one; echo two >&2', shell=True)", Array("one\n".utf8), Array("two\n".utf8)),
        ("ctypes.CDLL(None).printf(b'from C, held back')", Array("from C, held back".utf8), []),
        ("print('x' * 3_000_000)", Array(repeating: UInt8(ascii: "x"), count: 3_000_000) + [UInt8(ascii: "\n")], []),
        ("print('lost'), 1 / 0", Array("lost\n".utf8), []),
        ("print('fork'), os.fork() or os._exit(0)", Array("fork\n".utf8), []),
        ("None", [], []),
    ]

    @Test(arguments: writers)
    func `all that an evaluation writes is there when it ends`(code: String, out: [UInt8], err: [UInt8]) async throws {
        try await withPySession { session in
            try await session.exec("import ctypes, os, subprocess, sys")
            for _ in 0..<3 {
                let pieces = Pieces()
                _ = try? await session.eval("(\(code), 1)[1]") { pieces.append($0) }
                #expect(pieces.bytes(.standardOutput) == out)
                #expect(pieces.bytes(.standardError) == err)
            }
        }
    }

    @Test func `a server that is reached by an address brings its output too`() async throws {
        try await ServerProgram.own { server in
            try await withPySession(.address(server)) { session in
                let pieces = Pieces()
                try await session.exec("import os, sys\nprint('out')\nprint('err', file=sys.stderr)\nos.system('echo child')")
                try await session.eval("os.write(1, bytes(256))") { pieces.append($0) }
                #expect(pieces.bytes(.standardOutput) == Array("out\nchild\n".utf8) + Array(repeating: 0, count: 256))
                #expect(pieces.bytes(.standardError) == Array("err\n".utf8))
                #expect(await session.features == [.interrupt, .output])
            }
        }
    }

    @Test func `output carries the number of its evaluation`() async throws {
        let output = CollectedOutput()
        try await withPySession(options: output.options) { session in
            for number in 1...20 { try await session.eval("print(\(number))") }
            for number in 1...20 { #expect(output.text(.standardOutput, of: number) == "\(number)\n") }
            // A thread that goes on after its evaluation writes for nobody.
            let code = "import threading\ngo = threading.Event()\nthreading.Thread(target=lambda: (go.wait(), print('late'))).start()\n"
            try await session.exec(code + "threading.Timer(0.05, go.set).start()")
            try await session.eval("None")
            #expect(await output.says("late\n"))
        }
        #expect(output.text(.standardOutput, of: nil) == "late\n")
    }

    @Test func `output of the initial steps belongs to the evaluation that needed them`() async throws {
        let output = CollectedOutput()
        try await withPySession(options: output.options) { session in
            try await session.initialize { $0.exec("print('begin')") }
            try await session.eval("print('first')")
        }
        #expect(output.text(.standardOutput, of: 1) == "begin\nfirst\n")
    }

    @Test func `output arrives while the code waits for it to have arrived`() async throws {
        try await withTemporaryFolder { folder in
            try await withPySession { session in
                try await session.exec("import os, time\ndef wait(name):\n  while not os.path.exists(name): time.sleep(0.002)")
                // No line end, and nothing after it until it was read.
                try await session.exec("print('25 %', end='', flush=True)\nwait('\(folder)/read')\nprint(' done')")
                var written: [UInt8] = []
                var value: Value?
                for try await event in session.events("6 * 7") {
                    switch event {
                    case .output(let piece):
                        written += piece.bytes
                        if written == Array("25 %".utf8) { try write("", to: folder + "/read") }
                    case .value(let result): value = result
                    }
                }
                #expect(String(decoding: written, as: UTF8.self) == "25 % done\n")
                #expect(value == 42)
            }
        }
    }

    @Test func `events end with the error of the evaluation, after its output`() async throws {
        try await withPySession { session in
            var iterator = session.events("(print('before'), 1 / 0)").makeAsyncIterator()
            var written: [UInt8] = []
            await #expect(throws: PythonError.self) {
                while case .output(let piece) = try await iterator.next() { written += piece.bytes }
            }
            #expect(written == Array("before\n".utf8))
            let end = try await iterator.next()
            #expect(end == nil)
            let alive = try await session.eval("1")
            #expect(alive == 1)
        }
    }

    @Test func `a reader that lets go of events ends the evaluation and keeps the session`() async throws {
        try await withPySession { session in
            try await session.exec("kept = 41\nimport itertools")
            for try await event in session.events("[print(n) for n in itertools.count()]") {
                if case .output = event { break }
            }
            #expect(try await session.eval("kept + 1") == 42)
        }
    }

    @Test(arguments: [true, false])
    func `Python waits for a reader that is slow`(isLocal: Bool) async throws {
        func check(_ session: PySession) async throws {
            let lines = 1_000_000
            try await session.exec("done = 0\ndef work():\n  global done\n  for done in range(\(lines)): print('x' * 99)")
            let count = Mutex(0)
            await #expect(throws: PythonError.self) {
                try await session.eval("work()") { _ in
                    // The reader takes nothing more until the code is interrupted: all of it would be 100 MB.
                    let isFirst = count.withLock { count in
                        count += 1
                        return count == 1
                    }
                    guard isFirst else { return }
                    let isInterrupted = try? await session.interrupt()
                    #expect(isInterrupted == true)
                }
            }
            #expect(try await session.eval("done < \(lines / 2)") == true)
        }
        if isLocal {
            try await withPySession { try await check($0) }
        } else {
            try await ServerProgram.own { server in try await withPySession(.address(server)) { try await check($0) } }
        }
    }

    @Test func `what was written before a timeout arrives, also where its reader is slow`() async throws {
        let pieces = Pieces()
        try await withPySession { session in
            try await session.exec("import time\ndef work():\n  for n in range(3):\n    print(n, flush=True)\n    time.sleep(0.02)\n  time.sleep(1000)")
            await #expect(throws: PySessionError(.timeout, "")) {
                try await session.eval("work()", timeout: .milliseconds(400)) { piece in
                    pieces.append(piece)
                    // Until the server is about to be killed: the rest stays in the pipe.
                    if piece.bytes == Array("0\n".utf8) { try? await Task.sleep(for: .milliseconds(450)) }
                }
            }
        }
        #expect(pieces.bytes(.standardOutput) == Array("0\n1\n2\n".utf8))
    }

    @Test func `the last words of a server that dies arrive`() async throws {
        let pieces = Pieces()
        try await withPySession { session in
            try await session.exec("import os, sys")
            await #expect(throws: PySessionError(.serverDied, "")) {
                try await session.eval("(print('out'), print('err', file=sys.stderr), os._exit(3))") { pieces.append($0) }
            }
        }
        #expect(pieces.bytes(.standardOutput) == Array("out\n".utf8))
        #expect(pieces.bytes(.standardError) == Array("err\n".utf8))
    }
}

/// Pieces of output as they came.
private final class Pieces: Sendable {
    private let pieces = Mutex<[PyOutput]>([])

    func append(_ piece: PyOutput) { pieces.withLock { $0.append(piece) } }

    func bytes(_ stream: PyOutput.Stream) -> [UInt8] {
        pieces.withLock { $0 }.filter { $0.stream == stream }.flatMap(\.bytes)
    }
}
