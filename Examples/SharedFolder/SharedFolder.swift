// Files that go back and forth between Swift and Python in a container, by the folder /io.
//
//     swift run -c release --package-path Examples SharedFolder
//
// It needs a Docker engine and an image with Python, numpy and pandas: `haystack py image build` makes one; the environment variable
// HAYSTACK_IMAGE names another.

import Foundation
import HaystackZinc
import PySession

@main
struct SharedFolder {
    static func main() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "haystack-io-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }

        // Swift writes a file.
        try Data("hour,kW\n0,12\n1,14\n2,16\n".utf8).write(to: folder.appending(path: "history.csv"))

        // Python reads it at /io and writes another.
        let backend = PyBackend.docker(image: ProcessInfo.processInfo.environment["HAYSTACK_IMAGE"], ioDirectory: folder.path)
        let frame = try await py(backend)
            .exec(
                """
                import pandas as pd
                frame = pd.read_csv('/io/history.csv')
                frame.kW.describe().to_csv('/io/summary.csv')
                """
            )
            .eval("frame").grid
        print(frame?.table() ?? "")

        // Swift reads that. The file belongs to whoever runs this program.
        let summary = try String(contentsOf: folder.appending(path: "summary.csv"), encoding: .utf8)
        print(summary)
        guard summary.contains("mean,14.0") else { throw CocoaError(.fileReadCorruptFile) }
    }
}
