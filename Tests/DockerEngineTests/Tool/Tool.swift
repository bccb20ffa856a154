import Foundation
import Testing

/// The command line tool, as it was built with these tests.
struct Tool {
    /// What a run of the tool wrote and how it ended.
    struct Outcome {
        let status: Int32
        let stdout: String
        let stderr: String

        var lines: [String] { stdout.split(separator: "\n").map(String.init) }
    }

    static let path: String = {
        if let path = ProcessInfo.processInfo.environment["HAYSTACK_TOOL"] { return path }
        // The tests stand beside it: in a bundle where the system has such, as a program elsewhere.
        let tests = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL ?? URL(filePath: CommandLine.arguments[0])
        return tests.deletingLastPathComponent().appending(path: "haystack").path
    }()

    /// Runs the tool to its end.
    @discardableResult
    static func run(_ arguments: String..., input: String? = nil, environment: [String: String] = [:]) async throws -> Outcome {
        try await run(arguments, input: input, environment: environment)
    }

    static func run(_ arguments: [String], input: String? = nil, environment: [String: String] = [:]) async throws -> Outcome {
        // Files hold whatever comes, so that no pipe has to be read beside the waiting.
        let folder = try Folder()
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        try folder.write("in", input ?? "")
        for name in ["out", "err"] { try folder.write(name, "") }
        process.standardInput = try FileHandle(forReadingFrom: URL(filePath: folder.path + "/in"))
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: folder.path + "/out"))
        process.standardError = try FileHandle(forWritingTo: URL(filePath: folder.path + "/err"))
        let status = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        return Outcome(status: status, stdout: try folder.read("out"), stderr: try folder.read("err"))
    }
}
