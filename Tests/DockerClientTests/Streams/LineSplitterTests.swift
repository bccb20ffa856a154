import NIOCore
import Testing

@testable import DockerClient

@Suite struct LineSplitterTests {
    private static func run(_ pieces: [ByteBuffer]) -> [String] {
        var splitter = LineSplitter()
        var lines: [String] = []
        for piece in pieces {
            splitter.append(piece)
            while let line = splitter.next() { lines.append(line) }
        }
        if let last = splitter.finish() { lines.append(last) }
        return lines
    }

    @Test(arguments: [
        ("", []), ("\n", [""]), ("a", ["a"]), ("a\nb\n", ["a", "b"]), ("a\r\n\r\nb\rc", ["a", "", "b\rc"]), ("ü\n\nz", ["ü", "", "z"]),
    ])
    func `lines cut anywhere are the same`(text: String, expected: [String]) {
        for pieces in splits(of: ByteBuffer(string: text)) { #expect(Self.run(pieces) == expected) }
    }

    @Test func `a line without end comes in parts`() {
        let long = ByteBuffer(repeating: 97, count: LineSplitter.limit + 10)
        let lines = Self.run([long, ByteBuffer(string: "\nb")])
        #expect(lines.map(\.utf8.count) == [LineSplitter.limit, 10, 1])
    }
}
