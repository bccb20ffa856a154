import NIOCore
import Testing

@testable import DockerClient

@Suite(.timeLimit(.minutes(1))) struct StreamingTests {
    private static let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    private static let inspection = #"{"Id":"x","State":{"Running":true},"Config":{"Tty":true}}"#

    private static func chunk(_ text: String) -> String { String(text.utf8.count, radix: 16) + "\r\n\(text)\r\n" }

    @Test func `progress that is cut anywhere is whole, and its error is thrown`() async throws {
        try await StubEngine.run { connection in
            _ = try await connection.request()
            try await connection.send(Self.chunked)
            for part in [#"{"status":"Pulling","id":"a"}{"sta"#, #"tus":"Downloading","progressDetail":{"current":1,"total":9}}"#, "\n"] {
                try await connection.send(Self.chunk(part))
            }
            try await connection.send(Self.chunk(#"{"errorDetail":{"message":"manifest unknown"},"error":"x"}"#) + "0\r\n\r\n")
        } _: { engine in
            var seen: [String] = []
            let login = RegistryLogin(username: "u", password: "p")
            let error = await #expect(throws: DockerError.self) {
                for try await step in try await engine.client().images.pull("x", login: login) { seen.append(step.status ?? "") }
            }
            #expect(seen == ["Pulling", "Downloading"])
            #expect(error?.code == .stream && error?.message.contains("manifest unknown") == true)
        }
    }

    @Test func `an engine that dies in mid-stream is an error, not an end`() async throws {
        try await StubEngine.run { connection in
            _ = try await connection.request()
            try await connection.send(Self.chunked + Self.chunk(#"{"Type":"container","Action":"start"}"#))
        } _: { engine in
            var count = 0
            await #expect(throws: DockerError(.connectionClosed, "")) {
                for try await _ in try await engine.client().system.events() { count += 1 }
            }
            #expect(count == 1)
        }
    }

    @Test func `a stream may pause for longer than the time for answers`() async throws {
        try await StubEngine.run { connection in
            _ = try await connection.request()
            try await connection.send(Self.chunked)
            try await Task.sleep(for: .seconds(3))
            try await connection.send(Self.chunk("{}") + "0\r\n\r\n")
        } _: { engine in
            let events = try await engine.client(timeout: .seconds(2)).system.events().collect()
            #expect(events.count == 1)
        }
    }

    @Test func `a slow reader stops the engine`() async throws {
        let sent = Counter()
        try await StubEngine.run { connection in
            _ = try await connection.request()
            try await connection.send("HTTP/1.1 200 OK\r\n\r\n")
            for _ in 0..<1000 {
                try await connection.send(ByteBuffer(repeating: 7, count: 1 << 16))
                sent.next()
            }
        } _: { engine in
            var count = 0
            for try await bytes in try await engine.client().containers.archive("x", path: "/") {
                if count == 0 {
                    try await Task.sleep(for: .milliseconds(300))
                    #expect(sent.value < 300)
                }
                count += bytes.readableBytes
            }
            #expect(count == 1000 << 16)
        }
    }

    @Test func `a stream is read once`() async throws {
        try await StubEngine.run { connection in
            while try await connection.request() != nil { try await connection.answer("{}") }
        } _: { engine in
            let events = try await engine.client().system.events()
            #expect(try await events.collect().count == 1)
            await #expect(throws: DockerError(.stream, "")) { try await events.collect() }
        }
    }

    @Test func `letting go of a stream closes its connection`() async throws {
        let closed = Counter()
        try await StubEngine.run { connection in
            _ = try await connection.request()
            try await connection.send(Self.chunked + Self.chunk("{}"))
            while try await connection.raw() != nil {}
            closed.next()
        } _: { engine in
            let docker = try engine.client()
            for try await _ in try await docker.system.events() { break }
            _ = try await docker.system.events()
            await closed.reaches(2)
        }
    }

    @Test func `a followed log ends with the container, although the engine keeps the connection open`() async throws {
        try await StubEngine.run { connection in
            while let line = try await connection.request() {
                if line.contains("/json") {
                    try await connection.answer(Self.inspection)
                } else if line.contains("/wait") {
                    try await Task.sleep(for: .milliseconds(200))
                    try await connection.answer(#"{"StatusCode":0}"#)
                } else {
                    try await connection.send(Self.chunked + Self.chunk("first\nlast"))
                    while try await connection.raw() != nil {}
                }
            }
        } _: { engine in
            let lines = try await engine.client().containers.logs("x", follow: true).lines.collect()
            #expect(lines.map(\.text) == ["first", "last"])
        }
    }

    @Test(arguments: ["101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp", "200 OK\r\nContent-Type: application/vnd.docker.raw-stream"])
    func `a hijacked connection carries input, its end and output`(status: String) async throws {
        try await StubEngine.run { connection in
            while let line = try await connection.request() {
                if line.contains("/json") {
                    try await connection.answer(#"{"ID":"x","Running":true,"ProcessConfig":{"tty":true}}"#)
                    continue
                }
                try await connection.send("HTTP/1.1 \(status)\r\n\r\nready\r\n")
                var input = ""
                while let text = try await connection.raw() { input += text }
                try await connection.send("got \(input)")
                return
            }
        } _: { engine in
            let process = try await engine.client().exec.start("x")
            try await process.write("one ")
            try await process.write("two")
            try await process.closeInput()
            #expect(try await process.output.lines.collect().map(\.text) == ["ready", "got one two"])
        }
    }
}
