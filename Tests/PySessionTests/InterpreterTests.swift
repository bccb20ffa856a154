import Foundation
import Testing

@testable import PySession

/// Programs that are given out as a Python, and which one is taken.
@Suite(.serialized) struct InterpreterTests {
    @Test func `a Python without numpy is told to install it`() async throws {
        try await withTemporaryFolder { folder in
            let process = Process()
            process.executableURL = URL(filePath: try PythonInterpreter.find().path)
            process.arguments = ["-m", "venv", "--without-pip", folder + "/bare"]
            try process.run()
            process.waitUntilExit()
            let error = await #expect(throws: PySessionError.self) { try await py(.local(python: folder + "/bare/bin/python")).eval("1") }
            #expect(error?.code == .pythonUnfit)
            #expect(error?.message.contains("missing numpy") == true)
            #expect(error?.message.contains("pip install numpy pandas") == true)
        }
    }

    @Test func `a Python that is too old says so`() async throws {
        try await withTemporaryFolder { folder in
            let pretend =
                "import sys, runpy; sys.version_info = (3, 6, 9, \"final\", 0); sys.argv = sys.argv[2:]; runpy.run_module(\"hxpy\", run_name=\"__main__\")"
            let old = try fakePython("exec \"$PYTHON\" -c '\(pretend)' \"$@\"", in: folder)
            let error = await #expect(throws: PySessionError.self) { try await py(.local(python: old)).eval("1") }
            #expect(error?.code == .pythonUnfit)
            #expect(error?.message.contains("Python 3.10 or newer is needed") == true)
        }
    }

    @Test(arguments: [
        ("exit 0", "exited(0)"), ("exit 7", "exited(7)"), ("exec 0<&-; exit 7", "exited(7)"),
        ("echo 'cannot do this' >&2; exit 3", "cannot do this"), ("kill -9 $$", "signaled(9)"),
        ("echo hello; exit 1", "exited(1)"), ("echo 'hxpy listening nowhere'; exit 1", "exited(1)"),
        ("head -c 1000000 /dev/zero; exit 1", "exited(1)"),
    ])
    func `a program that ends at once is no Python server`(script: String, words: String) async throws {
        try await withTemporaryFolder { folder in
            let program = try fakePython(script, in: folder)
            let error = await #expect(throws: PySessionError.self) {
                try await py(.local(python: program), options: PySessionOptions(startTimeout: .seconds(300))).eval("1")
            }
            #expect(error?.code == .startFailed)
            #expect(error?.message.contains(words) == true)
        }
    }

    @Test func `a file that is no program cannot be run`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/python"
            try Data([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0]).write(to: URL(filePath: path))
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
            let error = await #expect(throws: PySessionError.self) { try await py(.local(python: path)).eval("1") }
            #expect(error?.code == .startFailed)
        }
    }

    @Test(arguments: [
        "exec sleep 1000", "echo 'hxpy listening nowhere'; exec sleep 1000", "trap '' TERM INT HUP; while :; do sleep 1; done",
    ])
    func `a program that never listens is ended`(script: String) async throws {
        try await withTemporaryFolder { folder in
            let program = try fakePython("echo $$ > '\(folder)/pid'\n\(script)", in: folder)
            let error = await #expect(throws: PySessionError.self) {
                try await py(.local(python: program), options: PySessionOptions(startTimeout: .milliseconds(500))).eval("1")
            }
            #expect(error?.code == .startFailed || error?.code == .connectionFailed)
            let process = try #require(Int(try String(contentsOfFile: folder + "/pid", encoding: .utf8).dropLast()))
            #expect(!Leftovers.isAlive(process))
        }
    }

    @Test func `what is written before the server listens is output`() async throws {
        try await withTemporaryFolder { folder in
            let program = try fakePython("echo early; printf 'hxpy '; echo words\nexec \"$PYTHON\" \"$@\"", in: folder)
            let output = CollectedOutput()
            #expect(try await py(.local(python: program), options: output.options).exec("print('late')").eval("1") == 1)
            #expect(output.text(.standardOutput) == "early\nhxpy words\nlate\n")
        }
    }

    @Test func `steps are kept when a start fails`() async throws {
        try await withTemporaryFolder { folder in
            let program = try fakePython("exit 1", in: folder)
            try await withPySession(.local(python: program)) { session in
                try await session.define("a", 40)
                await #expect(throws: PySessionError(.startFailed, "")) { try await session.eval("a") }
                _ = try fakePython("exec \"$PYTHON\" \"$@\"", in: folder)
                #expect(try await session.eval("a + 2") == 42)
            }
        }
    }

    @Test func `an option that names no program is refused`() {
        let error = #expect(throws: PySessionError.self) { try PythonInterpreter.find(option: "/nowhere/python") }
        #expect(error?.code == .pythonNotFound)
        #expect(error?.message.contains("/nowhere/python") == true)
    }

    @Test func `the option is taken before the variable`() async throws {
        await #expect(processExitsWith: .success) {
            setVariable("HAYSTACK_PYTHON", "/bin/cat")
            let found = try PythonInterpreter.find(option: "/bin/sh")
            #expect(found == PythonInterpreter(path: "/bin/sh", source: .option))
        }
    }

    @Test func `the variable is taken before the environment of the set-up`() async throws {
        await #expect(processExitsWith: .success) {
            setVariable("HAYSTACK_PYTHON", "sh")
            setVariable("PATH", "/nowhere:/bin")
            let found = try PythonInterpreter.find()
            #expect(found == PythonInterpreter(path: "/bin/sh", source: .environmentVariable))
        }
    }

    @Test func `without a set-up the error says how to make one`() async throws {
        await #expect(processExitsWith: .success) {
            setVariable("HAYSTACK_PYTHON", "")
            setVariable("XDG_CACHE_HOME", "/nowhere")
            let error = #expect(throws: PySessionError.self) { try PythonInterpreter.find() }
            #expect(error?.code == .pythonNotFound)
            #expect(error?.message.contains("haystack py setup") == true)
        }
    }
}
