import NIOCore
import Testing

@testable import DockerClient

@Suite struct HTTPResponseParserTests {
    private struct Answer: Equatable {
        var status: Int
        var body: String
        var left: Bool
    }

    private static func run(_ pieces: [ByteBuffer], method: HTTPMethod = .get, closes: Bool = false) throws -> Answer? {
        var parser = HTTPResponseParser()
        parser.begin(method)
        var answer: Answer?
        var body = ByteBuffer()
        var isAtEnd = false
        func take(_ event: HTTPResponseParser.Event) {
            switch event {
            case .head(let head): answer = Answer(status: head.status, body: "", left: false)
            case .bytes(let bytes): body.writeImmutableBuffer(bytes)
            case .end: isAtEnd = true
            }
        }
        for piece in pieces {
            parser.append(piece)
            while let event = try parser.next() { take(event) }
        }
        if closes, let event = try parser.finish() { take(event) }
        answer?.body = String(buffer: body)
        answer?.left = parser.holdsBytes
        return isAtEnd ? answer : nil
    }

    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, "hello"),
        ("HTTP/1.1 200 OK\ncontent-length:5\n\nhello", 200, "hello"),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;x=y\r\n world\r\n0\r\nTrailer: 1\r\n\r\n", 200,
            "hello world"
        ),
        ("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n{}", 404, "{}"),
        ("HTTP/1.1 204 No Content\r\n\r\n", 204, ""),
        ("HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n", 304, ""),
        ("HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", 200, ""),
    ])
    func `answers cut anywhere are the same`(text: String, status: Int, body: String) throws {
        for pieces in splits(of: ByteBuffer(string: text)) {
            #expect(try Self.run(pieces) == Answer(status: status, body: body, left: false))
        }
    }

    @Test func `a body without a length ends with the connection`() throws {
        for pieces in splits(of: ByteBuffer(string: "HTTP/1.1 200 OK\r\n\r\nhello")) {
            #expect(try Self.run(pieces) == nil)
            #expect(try Self.run(pieces, closes: true)?.body == "hello")
        }
    }

    @Test func `the answer to HEAD has no body`() throws {
        #expect(try Self.run([ByteBuffer(string: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")], method: .head)?.body == "")
    }

    @Test func `bytes after an answer are noticed`() throws {
        #expect(try Self.run([ByteBuffer(string: "HTTP/1.1 204 No Content\r\n\r\nmore")])?.left == true)
    }

    @Test(arguments: [
        "SSH-2.0-OpenSSH_9.2\r\n", "HTTP/2 200\r\n\r\n", "HTTP/1.1 2000 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nnonsense\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n", "HTTP/1.1 +20 OK\r\n\r\n", "HTTP/1.1 -99 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\n: nameless\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
    ])
    func `what is no HTTP is refused`(text: String) {
        #expect(throws: DockerError(.protocolViolation, "")) { try Self.run([ByteBuffer(string: text)]) }
    }

    @Test func `an endless head is refused`() {
        let endless = "HTTP/1.1 200 OK\r\n" + String(repeating: "A: b\r\n", count: 20_000)
        #expect(throws: DockerError(.protocolViolation, "")) { try Self.run([ByteBuffer(string: endless)]) }
        let trailers = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" + String(repeating: "A: b\r\n", count: 20_000)
        #expect(throws: DockerError(.protocolViolation, "")) { try Self.run([ByteBuffer(string: trailers)]) }
        let line = ByteBuffer(string: String(repeating: "x", count: 100_000))
        #expect(throws: DockerError(.protocolViolation, "")) { try Self.run([line]) }
    }

    @Test(arguments: [
        "", "HTTP/1.1 200", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
    ])
    func `an answer cut short is told`(text: String) {
        #expect(throws: DockerError(.connectionClosed, "")) { try Self.run([ByteBuffer(string: text)], closes: true) }
    }

    @Test func `queries and paths are escaped`() {
        let query: Query = ["filters": #"{"label":["a=b&c"]}"#, "t": "registry:5000/team/app:1"]
        #expect(query.text == "?filters=%7B%22label%22:%5B%22a%3Db%26c%22%5D%7D&t=registry:5000/team/app:1")
        #expect(Query.escapedPath("a b?c#d/../ü") == "a%20b%3Fc%23d/../%C3%BC")
    }
}
