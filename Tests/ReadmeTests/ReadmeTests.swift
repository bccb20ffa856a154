import Foundation
import Testing

/// README.md shows no code that was not compiled.
@Suite struct ReadmeTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()

    /// Where the code stands; what needs a Docker engine is with the tests that have one.
    private static let snippetFiles = ["SnippetTests.swift", "../DockerEngineTests/SnippetTests.swift"]

    /// The lines of code, without blank lines and imports. Runs of spaces count as one, for a document may align what the formatter does not.
    private static func lines(_ text: some StringProtocol) -> [String] {
        text.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }.filter { !$0.isEmpty && !$0.hasPrefix("import ") }
    }

    /// The blocks that are marked as Swift, but for the one that belongs into a manifest.
    private static func blocks() throws -> [String] {
        let readme = try String(contentsOf: folder.appending(path: "../../README.md"), encoding: .utf8)
        return readme.components(separatedBy: "```swift\n").dropFirst().compactMap { $0.components(separatedBy: "```").first }
            .filter { !$0.contains(".package(") }
    }

    @Test func `each Swift block stands in the snippets`() throws {
        let snippets = try ReadmeTests.snippetFiles.flatMap {
            ReadmeTests.lines(try String(contentsOf: ReadmeTests.folder.appending(path: $0), encoding: .utf8))
        }
        let blocks = try ReadmeTests.blocks()
        #expect(blocks.count == 8)
        for block in blocks {
            let lines = ReadmeTests.lines(block)
            let isThere = snippets.indices.contains { snippets[$0...].starts(with: lines) }
            #expect(isThere, "no SnippetTests.swift has this code of README.md:\n\(block)")
        }
    }
}
