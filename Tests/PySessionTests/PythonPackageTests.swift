import Foundation
import Testing

@testable import PySession

/// The Python package that the library carries.
@Suite struct PythonPackageTests {
    @Test func `many who unpack the package at once all find it whole`() async throws {
        try await withTemporaryFolder { folder in
            await #expect(processExitsWith: .success) { [folder = folder as String] in
                setVariable("XDG_CACHE_HOME", folder)
                try await withThrowingTaskGroup(of: Bool.self) { group in
                    for _ in 0..<16 {
                        group.addTask {
                            let found = try PythonPackage.unpack().folder
                            return EmbeddedPython.files.allSatisfy {
                                FileManager.default.contents(atPath: "\(found)/\($0.path)") == Data($0.text.utf8)
                            }
                        }
                    }
                    let whole = try await group.reduce(into: []) { $0.append($1) }
                    #expect(whole == [Bool](repeating: true, count: 16))
                }
            }
            let names = try FileManager.default.contentsOfDirectory(atPath: folder + "/haystack-sdk")
            #expect(names == ["hxpy-" + EmbeddedPython.digest])
        }
    }

    @Test func `a cache that cannot be written is told`() async throws {
        await #expect(processExitsWith: .success) {
            setVariable("XDG_CACHE_HOME", "/proc/nowhere")
            let error = #expect(throws: PySessionError.self) { try PythonPackage.unpack() }
            #expect(error?.code == .startFailed)
            #expect(error?.message.contains("XDG_CACHE_HOME") == true)
        }
    }
}
