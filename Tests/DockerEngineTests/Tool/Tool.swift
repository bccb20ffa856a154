import Foundation
import Subprocess
import Testing

#if canImport(System)
import System
#else
import SystemPackage
#endif

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
        try folder.write("in", input ?? "")
        func open(_ name: String, _ mode: FileDescriptor.AccessMode) throws -> FileDescriptor {
            try .open(FilePath(folder.path + "/" + name), mode, options: mode == .readOnly ? [] : .create, permissions: .ownerReadWrite)
        }
        let result = try await Subprocess.run(
            .path(FilePath(path)),
            arguments: Arguments(arguments),
            environment: .inherit.updating(Dictionary(uniqueKeysWithValues: environment.map { (Environment.Key(stringLiteral: $0), $1) })),
            input: .fileDescriptor(open("in", .readOnly), closeAfterSpawningProcess: true),
            output: .fileDescriptor(open("out", .writeOnly), closeAfterSpawningProcess: true),
            error: .fileDescriptor(open("err", .writeOnly), closeAfterSpawningProcess: true)
        )
        let status = result.terminationStatus.number
        return Outcome(status: status, stdout: try folder.read("out"), stderr: try folder.read("err"))
    }
}

extension TerminationStatus {
    /// The status as shells have it: 128 and the signal's number after a signal.
    var number: Int32 {
        switch self {
        case .exited(let code): Int32(code)
        #if !os(Windows)
        case .signaled(let signal): 128 + Int32(signal)
        #endif
        }
    }
}
