import DockerClient
import Foundation
import Testing

@testable import haystack

@Suite struct LayerProgressTests {
    private static func step(_ json: String) throws -> ImageProgress { try JSONDecoder().decode(ImageProgress.self, from: Data(json.utf8)) }

    private static let pull = [
        #"{"status":"Pulling from team/app","id":"1"}"#,
        #"{"status":"Pulling fs layer","progressDetail":{},"id":"aa"}"#,
        #"{"status":"Pulling fs layer","progressDetail":{},"id":"bb"}"#,
        #"{"status":"Downloading","progressDetail":{"current":2500000,"total":10000000},"id":"aa"}"#,
        #"{"status":"Downloading","progressDetail":{"current":5000000,"total":10000000},"id":"aa"}"#,
        #"{"status":"Already exists","progressDetail":{},"id":"bb"}"#,
        #"{"status":"Digest: sha256:ff"}"#,
    ]

    @Test func `each change is a line, and how far a layer has come is none`() throws {
        var progress = LayerProgress()
        var lines: [String] = []
        for json in Self.pull { if let line = progress.take(try Self.step(json)) { lines.append(line) } }
        #expect(
            lines == [
                "1: Pulling from team/app", "aa: Pulling fs layer", "bb: Pulling fs layer", "aa: Downloading", "bb: Already exists", "Digest: sha256:ff",
            ]
        )
    }

    @Test func `a terminal shows a bar for each layer`() throws {
        var progress = LayerProgress()
        for json in Self.pull { _ = progress.take(try Self.step(json)) }
        let bar = String(repeating: "=", count: 15) + String(repeating: " ", count: 15)
        #expect(progress.lines(rows: 20, columns: 80) == ["aa: Downloading [\(bar)] 5MB/10MB", "bb: Already exists"])
        #expect(progress.lines(rows: 20, columns: 10) == ["aa: Downl", "bb: Alrea"])
    }

    @Test func `a small terminal shows the layers that are not done`() throws {
        var progress = LayerProgress()
        for number in 0..<10 { _ = progress.take(try Self.step(#"{"status":"\#(number < 6 ? "Pull complete" : "Waiting")","id":"l\#(number)"}"#)) }
        #expect(progress.lines(rows: 3, columns: 80) == ["l6: Waiting", "l7: Waiting", "8 more, 6 of 10 done"])
        #expect(progress.lines(rows: 0, columns: 80) == ["10 more, 6 of 10 done"])
    }

    @Test func `a layer without a total tells its bytes`() throws {
        var progress = LayerProgress()
        _ = progress.take(try Self.step(#"{"status":"Downloading","progressDetail":{"current":1234567},"id":"aa"}"#))
        #expect(progress.lines(rows: 9, columns: 80) == ["aa: Downloading 1.23MB"])
    }
}
