import HaystackCore
import PySession
import Testing

/// Sessions with servers that run already: ours, and one that behaves as upstream's does.
@Suite(.serialized) struct AddressSessionTests {
    @Test func `a wrong key is refused, and the server goes on waiting for the right one`() async throws {
        try await ServerProgram.own { server in
            await #expect(throws: PySessionError(.authenticationFailed, "")) { try await py(.address(server, key: "wrong")).eval("1") }
            await #expect(throws: PySessionError(.authenticationFailed, "")) { try await py(.address(server, key: "")).eval("1") }
            let answer = try await py(.address(server)).eval("6 * 7")
            #expect(answer == 42)
            await server.ended()
        }
    }

    @Test func `upstream's server refuses a wrong key and ends`() async throws {
        try await ServerProgram.upstream { server in
            await #expect(throws: PySessionError(.authenticationFailed, "")) { try await py(.address(server, key: "wrong")).eval("1") }
            await server.ended()
        }
    }

    @Test func `upstream's server runs definitions, statements and expressions`() async throws {
        try await ServerProgram.upstream { server in
            let value = try await py(.address(server)).define("a", 100).define("b", ["x": 2]).exec("def mult(x, y): return x * y").eval(
                "[mult(a, b['x']), 'é', None, True]"
            )
            #expect(value == [200, "é", nil, true])
        }
    }

    @Test func `a session with upstream's server can be taken up with a new server after an exception`() async throws {
        try await ServerProgram.upstream { first in
            let session = PySession(.address(first), options: PySessionOptions(startTimeout: .milliseconds(300)))
            try await session.initialize { $0.define("base", 40) }
            #expect(try await session.eval("base + 2") == 42)
            let error = await #expect(throws: PythonError.self) { try await session.eval("base / 0") }
            #expect(error?.message == "division by zero")
            #expect(error?.traceback?.contains("ZeroDivisionError") == true)
            await first.ended()
            let lost = await #expect(throws: PySessionError.self) { try await session.eval("base") }
            #expect(lost?.code == .serverDied || lost?.code == .connectionFailed)
            try await ServerProgram.upstream(port: first.port) { _ in
                let answer = try await session.eval("base + 1")
                #expect(answer == 41)
                await session.close()
            }
        }
    }

    @Test(
        arguments: [
            // No such control byte; a List that holds one; text instead of Brio; two replies for one request.
            ("fe", .protocolViolation), ("175b01fe", .protocolViolation), ("485454502f312e3120343030", .protocolViolation),
            // Half a Number; a Str that says it is longer than it is; nothing at all.
            ("0600", .serverDied), ("09ff056162", .serverDied), ("", .serverDied), ("183c", .serverDied),
            // A Buf that says it has more bytes than anybody may send.
            ("13e07fffffffffffffff", .limit),
        ] as [(String, PySessionError.Code)]
    )
    func `bytes that are no reply are told as what they are`(answer: String, code: PySessionError.Code) async throws {
        try await ServerProgram.upstream(answer: answer) { server in
            let session = PySession(.address(server))
            let error = await #expect(throws: PySessionError.self) { try await session.eval("1") }
            #expect(error?.code == code)
            await session.close()
            await server.ended()
        }
    }

    @Test func `where nobody listens no connection comes about`() async throws {
        let port = try await ServerProgram.upstream { server in server.port }
        let options = PySessionOptions(startTimeout: .milliseconds(200))
        await #expect(throws: PySessionError(.connectionFailed, "")) {
            try await py(.address(host: "127.0.0.1", port: port, key: "k"), options: options).eval("1")
        }
        await #expect(throws: PySessionError(.connectionFailed, "")) {
            try await py(.address(socket: "/nowhere/s", key: "k"), options: options).eval("1")
        }
    }

    @Test func `a timeout closes the connection and the server ends its code`() async throws {
        try await ServerProgram.own { server in
            try await withPySession(.address(server)) { session in
                try await session.eval("1")
                await #expect(throws: PySessionError(.timeout, "")) {
                    try await session.eval("__import__('time').sleep(1000)", timeout: .milliseconds(100))
                }
                await server.ended()
            }
        }
    }
}
