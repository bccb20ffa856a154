import NIOCore
import Testing

@testable import DockerClient

@Suite(.timeLimit(.minutes(1))) struct TransportTests {
    @Test func `one connection carries one call after the other`() async throws {
        try await StubEngine.run { connection in
            while try await connection.request() != nil { try await connection.answer("OK") }
        } _: { engine in
            let docker = try engine.client()
            for _ in 0..<50 { try await docker.system.ping() }
            #expect(engine.connections == 1)
        }
    }

    @Test func `calls at the same time have connections of their own`() async throws {
        try await StubEngine.run { connection in
            while try await connection.request() != nil {
                try await Task.sleep(for: .milliseconds(20))
                try await connection.answer("[]")
            }
        } _: { engine in
            let docker = try engine.client()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<200 { group.addTask { _ = try await docker.images.list() } }
                try await group.waitForAll()
            }
            #expect(engine.connections <= 200)
        }
    }

    @Test func `a connection that died while it waited is replaced`() async throws {
        try await StubEngine.run { connection in
            _ = try await connection.request()
            try await connection.answer("OK")
            // The next request is taken and not answered.
            _ = try await connection.request()
        } _: { engine in
            let docker = try engine.client()
            for _ in 0..<5 { try await docker.system.ping() }
            #expect(engine.connections == 5)
        }
    }

    @Test func `an answer that says close is the connection's last`() async throws {
        try await StubEngine.run { connection in
            while try await connection.request() != nil { try await connection.answer("OK", headers: "Connection: close\r\n") }
        } _: { engine in
            let docker = try engine.client()
            for _ in 0..<3 { try await docker.system.ping() }
            #expect(engine.connections == 3)
        }
    }

    @Test func `a half-written answer is an error`() async throws {
        try await StubEngine.run { connection in
            _ = try await connection.request()
            try await connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[")
        } _: { engine in
            await #expect(throws: DockerError(.connectionClosed, "")) { try await engine.client().containers.list() }
        }
    }

    @Test func `a call that changes something is not sent twice`() async throws {
        let sent = Counter()
        try await StubEngine.run { connection in
            while let line = try await connection.request() {
                if line.hasPrefix("POST") {
                    sent.next()
                    return
                }
                try await connection.answer("OK")
            }
        } _: { engine in
            let docker = try engine.client()
            try await docker.system.ping()
            await #expect(throws: DockerError(.connectionClosed, "")) { try await docker.containers.start("x") }
            #expect(sent.value == 1)
        }
    }

    @Test func `the time for an answer holds, and closes the connection`() async throws {
        let closed = Counter()
        try await StubEngine.run { connection in
            _ = try await connection.request()
            try await connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[")
            // An end with bytes that nobody read is an error.
            _ = try? await connection.request()
            closed.next()
        } _: { engine in
            let docker = try engine.client().timeout(.seconds(2))
            await #expect(throws: DockerError(.timeout, "")) { try await docker.containers.list() }
            await closed.reaches(1)
        }
    }

    @Test func `a cancelled call closes its connection, before and after it began`() async throws {
        let arrived = Counter()
        let closed = Counter()
        try await StubEngine.run { connection in
            _ = try await connection.request()
            arrived.next()
            // An end with bytes that nobody read is an error.
            _ = try? await connection.request()
            closed.next()
        } _: { engine in
            let docker = try engine.client()
            let call = Task { try await docker.containers.list() }
            await arrived.reaches(1)
            call.cancel()
            await #expect(throws: DockerError(.cancelled, "")) { try await call.value }
            let early = Task {
                try? await Task.sleep(for: .seconds(10))
                return try await docker.containers.list()
            }
            early.cancel()
            await #expect(throws: DockerError(.cancelled, "")) { try await early.value }
            await closed.reaches(1)
        }
    }

    @Test func `nobody there is an error that says so`() async throws {
        let docker = try DockerClient(.unix(path: "/nowhere/docker.sock"))
        await #expect(throws: DockerError(.engineNotFound, "")) { try await docker.system.ping() }
        let other = try DockerClient(.tcp(host: "127.0.0.1", port: 9))
        await #expect(throws: DockerError(.engineNotFound, "")) { try await other.system.ping() }
    }

    @Test func `a closed client makes no calls`() async throws {
        try await StubEngine.run { connection in
            while try await connection.request() != nil { try await connection.answer("OK") }
        } _: { engine in
            let docker = try engine.client()
            try await docker.system.ping()
            docker.close()
            await #expect(throws: DockerError(.connectionClosed, "")) { try await docker.system.ping() }
        }
    }

    @Test func `an engine that answers byte by byte is understood`() async throws {
        try await StubEngine.run { connection in
            while try await connection.request() != nil {
                for byte in "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n0\r\n\r\n" {
                    try await connection.send(String(byte))
                }
            }
        } _: { engine in
            let docker = try engine.client()
            for _ in 0..<3 { #expect(try await docker.containers.list().isEmpty) }
            #expect(engine.connections == 1)
        }
    }

    @Test func `an upload that is refused early gives the engine's answer`() async throws {
        try await StubEngine.run { connection in
            _ = try await connection.request()
            try await connection.answer(#"{"message":"no such container"}"#, status: "404 Not Found")
            while try await connection.raw() != nil {}
        } _: { engine in
            let endless = ByteSource { sink in while true { try await sink(ByteBuffer(repeating: 0, count: 1 << 16)) } }
            await #expect(throws: DockerError(.notFound, "")) { try await engine.client().containers.putArchive("x", path: "/", endless) }
        }
    }

    @Test func `bytes that nobody asked for are not the answer to the next call`() async throws {
        try await StubEngine.run { connection in
            let number = connection.number
            while try await connection.request() != nil {
                try await connection.answer(#"{"Id":"\#(number)"}"#)
                try await connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"Id\":\"x\"}")
            }
        } _: { engine in
            let docker = try engine.client()
            for number in 1...5 {
                // The bytes may come with the answer or after it: then the connection is found to be spoiled, or is closed with an error.
                do {
                    #expect(try await docker.containers.inspect("x").id != "x", "call \(number)")
                } catch let error as DockerError {
                    #expect(error.code == .decoding || error.code == .protocolViolation || error.code == .connectionClosed)
                }
            }
        }
    }

    @Test func `nothing is sent on a connection that was closed before the call`() async throws {
        try await StubEngine.run { connection in
            while try await connection.request() != nil { try await connection.answer("OK") }
        } _: { engine in
            let docker = try engine.client()
            let connection = try await docker.core.pool.connect(deadline: nil)
            connection.close()
            try await connection.channel.closeFuture.get()
            let call = HTTPRequest(method: .post, target: "/x")
            await #expect(throws: DockerError(.stale, "")) { try await connection.exchange(call, mode: .collect, deadline: nil) }
        }
    }

    @Test(arguments: ["", "..", ".", "../images/x", "x/../../info", "/./x"]) func `a name is no way to another call`(name: String) async throws {
        let docker = try DockerClient(.unix(path: "/nowhere/docker.sock"))
        let refused = DockerError(.invalidArgument, "")
        await #expect(throws: refused) { try await docker.containers.remove(name) }
        await #expect(throws: refused) { try await docker.exec.inspect(name) }
        await #expect(throws: refused) { try await docker.images.inspect(name) }
        await #expect(throws: refused) { try await docker.networks.remove(name) }
        await #expect(throws: refused) { try await docker.volumes.remove(name) }
    }

    @Test func `a raw call does not begin another one`() async throws {
        let docker = try DockerClient(.unix(path: "/nowhere/docker.sock"))
        let refused = DockerError(.invalidArgument, "")
        await #expect(throws: refused) { try await docker.request(.get, "info") }
        for headers: HTTPHeaders in [["A": "b\r\nC: d"], ["A\r\nB": "c"], ["A:": "b"], ["": "b"], ["A": "b\u{0}"]] {
            await #expect(throws: refused) { try await docker.request(.get, "/info", headers: headers) }
        }
    }

    @Test func `a source that fails ends the upload with its error`() async throws {
        try await StubEngine.run { connection in
            while try await connection.raw() != nil {}
        } _: { engine in
            let docker = try engine.client()
            await #expect(throws: DockerError(.file, "")) {
                try await docker.containers.putArchive("x", path: "/", .file("/nowhere/x.tar"))
            }
        }
    }
}
