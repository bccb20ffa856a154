import Foundation
import PySession
import Testing

/// A server that a test starts itself, for sessions to connect to.
struct ServerProgram {
    /// The port on which it listens.
    let port: Int
    private let process: Process

    /// Runs the stand-in for the upstream server for the time of the body.
    static func upstream<Result>(
        key: String = "secret",
        port: Int = 0,
        answer: String? = nil,
        _ body: (ServerProgram) async throws -> Result
    ) async throws -> Result {
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "upstream_server.py").path
        let answers = answer.map { ["--answer", $0] } ?? []
        return try await run([script, "--key", key, "--port", "\(port)"] + answers, body)
    }

    /// Runs the SDK's own server for the time of the body, on a port of its choice.
    static func own<Result>(key: String = "secret", _ body: (ServerProgram) async throws -> Result) async throws -> Result {
        try await run(["-m", "hxpy", "--key", key, "--host", "127.0.0.1", "--port", "0", "--timeout", "60"], body)
    }

    private static func run<Result>(_ arguments: [String], _ body: (ServerProgram) async throws -> Result) async throws -> Result {
        let process = Process()
        process.executableURL = URL(filePath: try PythonInterpreter.find().path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(["PYTHONPATH": packageFolder]) { $1 }
        let output = Pipe()
        process.standardOutput = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        defer {
            // Not `terminate`: the process inherits the signals that Swift's threads block.
            if process.isRunning { kill(process.processIdentifier, SIGKILL) }
            process.waitUntilExit()
        }
        let greeting = await firstLine(output.fileHandleForReading)
        let port = try #require(greeting.split(separator: " ").last.flatMap { Int($0) }, "the server said '\(greeting)'")
        return try await body(ServerProgram(port: port, process: process))
    }

    /// Waits until the server has ended by itself.
    func ended() async {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { [process] in
                process.waitUntilExit()
                continuation.resume()
            }
        }
    }

    private static var packageFolder: String {
        URL(filePath: #filePath).appending(path: "../../../../Sources/PySession/Python").standardizedFileURL.path
    }

    private static func firstLine(_ handle: FileHandle) async -> String {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                var line = Data()
                while !line.contains(UInt8(ascii: "\n")), case let piece = handle.availableData, !piece.isEmpty { line += piece }
                continuation.resume(returning: String(decoding: line.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
            }
        }
    }
}

extension PyBackend {
    /// The server that a test has started.
    static func address(_ server: ServerProgram, key: String = "secret") -> PyBackend {
        .address(host: "127.0.0.1", port: server.port, key: key)
    }
}
