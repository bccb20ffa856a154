import NIOCore
import Testing

@testable import DockerClient

@Suite struct JSONSequenceSplitterTests {
    private static func run(_ pieces: [ByteBuffer]) throws -> [String] {
        var splitter = JSONSequenceSplitter()
        var objects: [String] = []
        for piece in pieces {
            splitter.append(piece)
            while let object = try splitter.next() { objects.append(String(buffer: object)) }
        }
        try splitter.finish()
        return objects
    }

    @Test func `objects cut anywhere are found`() throws {
        let objects = [#"{"a":"}{\"\\"}"#, #"{}"#, #"{"b":[{"c":1},[]],"d":"ü]"}"#, #"{"e":null}"#]
        let text = objects[0] + objects[1] + "\r\n \u{1e}" + objects[2] + "\n" + objects[3] + "\n"
        for pieces in splits(of: ByteBuffer(string: text)) {
            #expect(try Self.run(pieces) == objects)
        }
    }

    @Test(arguments: ["x", "{}x", "[1]", "404 page not found"]) func `anything else is refused`(text: String) {
        #expect(throws: DockerError(.protocolViolation, "")) { try Self.run([ByteBuffer(string: text)]) }
    }

    @Test(arguments: ["{", #"{"a":"#, #"{} {"b":{}"#]) func `an end within an object is told`(text: String) {
        #expect(throws: DockerError(.connectionClosed, "")) { try Self.run([ByteBuffer(string: text)]) }
    }
}
