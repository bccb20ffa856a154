import NIOCore
import Testing

@testable import DockerClient

@Suite struct StreamDemultiplexerTests {
    private static func frame(_ number: UInt8, _ text: String) -> [UInt8] {
        let length = UInt32(text.utf8.count)
        return [number, 0, 0, 0] + (0..<4).map { UInt8(truncatingIfNeeded: length >> (24 - 8 * $0)) } + Array(text.utf8)
    }

    private static func run(_ pieces: [ByteBuffer], isTTY: Bool = false) throws -> (stdout: String, stderr: String) {
        var demultiplexer = StreamDemultiplexer(isTTY: isTTY)
        var texts: [OutputStream: String] = [:]
        for piece in pieces {
            demultiplexer.append(piece)
            while let chunk = try demultiplexer.next() { texts[chunk.stream, default: ""] += chunk.text }
        }
        try demultiplexer.finish()
        return (texts[.stdout] ?? "", texts[.stderr] ?? "")
    }

    @Test func `frames cut anywhere give the same output`() throws {
        let bytes = ByteBuffer(
            bytes: Self.frame(1, "hello ") + Self.frame(2, "bad") + Self.frame(1, "") + Self.frame(0, "wor") + Self.frame(1, "ld")
        )
        for pieces in splits(of: bytes) {
            let output = try Self.run(pieces)
            #expect(output == ("hello world", "bad"))
        }
    }

    @Test func `a terminal's bytes pass as they are, also where they look like a frame`() throws {
        let bytes = ByteBuffer(bytes: Self.frame(1, "hello"))
        for pieces in splits(of: bytes) {
            #expect(try Self.run(pieces, isTTY: true).stdout == String(buffer: bytes))
        }
    }

    @Test func `the engine's own complaint is thrown`() throws {
        for pieces in splits(of: ByteBuffer(bytes: Self.frame(1, "a") + Self.frame(3, "no log driver"))) {
            let error = #expect(throws: DockerError.self) { try Self.run(pieces) }
            #expect(error?.code == .stream && error?.message.contains("no log driver") == true)
        }
    }

    @Test(arguments: [[4, 0, 0, 0, 0, 0, 0, 1], [1, 1, 0, 0, 0, 0, 0, 1], [104, 101, 108, 108, 111, 32, 119, 111]] as [[UInt8]])
    func `a damaged header is refused`(bytes: [UInt8]) {
        #expect(throws: DockerError(.protocolViolation, "")) { try Self.run([ByteBuffer(bytes: bytes)]) }
    }

    @Test func `an end within a frame is told`() {
        let bytes = Self.frame(1, "hello")
        for count in 1..<bytes.count {
            #expect(throws: DockerError(.connectionClosed, "")) { try Self.run([ByteBuffer(bytes: bytes[..<count])]) }
        }
    }
}
