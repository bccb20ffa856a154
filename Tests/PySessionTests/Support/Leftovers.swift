import Foundation
import PySession

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// What a session may leave behind and must not.
enum Leftovers {
    /// Whether a process is there; a zombie is.
    static func isAlive(_ process: Int) -> Bool {
        kill(Int32(process), 0) == 0
    }

    /// Whether a process runs: one that is a zombie, because whoever adopted it does not reap, does not.
    static func isRunning(_ process: Int) -> Bool {
        guard let stat = FileManager.default.contents(atPath: "/proc/\(process)/stat") else { return isAlive(process) }
        return String(decoding: stat, as: UTF8.self).split(separator: ")").last?.split(separator: " ").first != "Z"
    }

    /// Waits until a condition holds, looking at it again and again for as long as a slow machine may need.
    ///
    /// - Returns: whether it came to hold.
    static func come(within limit: Duration = .seconds(30), _ condition: () async -> Bool) async -> Bool {
        let deadline = ContinuousClock.now + limit
        while ContinuousClock.now < deadline {
            if await condition() { return true }
            try? await Task.sleep(for: .milliseconds(5))
        }
        return await condition()
    }

    /// Whether there is a file.
    static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    /// The folders for sockets that this process has made and that are there still.
    static var socketFolders: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: socketBase)) ?? []
        return names.filter { $0.hasPrefix("hxpy-\(ProcessInfo.processInfo.processIdentifier)-") }
    }

    /// Where folders for sockets are made.
    static var socketBase: String {
        let folder = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
        return folder.utf8.count > 60 || folder.isEmpty ? "/tmp" : folder
    }

    /// The number of descriptors that this process has open.
    static var descriptorCount: Int {
        ((try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []).count
    }

    /// The processes whose parent this one is.
    static var children: [Int] {
        let own = "\(ProcessInfo.processInfo.processIdentifier)"
        let all = ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { Int($0) }
        return all.filter { process in
            guard let stat = FileManager.default.contents(atPath: "/proc/\(process)/stat") else { return false }
            // `pid (name) state parent …`, and the name may hold anything.
            let fields = String(decoding: stat, as: UTF8.self).split(separator: ")").last?.split(separator: " ") ?? []
            return fields.count > 1 && fields[1] == own
        }
    }
}

/// Runs a body with a folder of its own.
func withTemporaryFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "haystack-tests-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try await body(folder)
}

/// Writes a file.
func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: URL(filePath: path))
}

/// Writes a shell script that stands in for a Python, and gives its path. In the script `$PYTHON` is the real one.
func fakePython(_ script: String, in folder: String) throws -> String {
    let path = folder + "/python"
    let text = "#!/bin/sh\nPYTHON='\(try PythonInterpreter.find().path)'\n\(script)\n"
    try Data(text.utf8).write(to: URL(filePath: path))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    return path
}

/// Sets a variable of the environment, in a process that a test has for itself.
func setVariable(_ name: String, _ value: String) {
    // Sound: both strings are read for the time of the call.
    _ = unsafe setenv(name, value, 1)
}
