import Foundation

#if canImport(Glibc)
import Glibc
#endif

#if os(Linux)
/// A program that the machine's firewall keeps from some addresses: it alone, by a group of its own.
enum Firewall {
    /// Whether there can be one here.
    static let isThere = geteuid() == 0 && isOnPath("iptables") && isOnPath("setpriv")

    /// Runs a program that may not talk to a range of addresses.
    ///
    /// - Returns: what it wrote, and how many packets the firewall has stopped.
    static func run(_ program: String, _ arguments: [String], away range: String, _ verdict: String) throws -> (output: String, stopped: Int) {
        let group = "\(UInt32.random(in: 100_000...900_000))"
        let rule = ["OUTPUT", "-d", range, "-p", "tcp", "-m", "owner", "--gid-owner", group, "-j", verdict]
        _ = try call("iptables", ["-w", "-I"] + rule)
        do {
            let output = try call("setpriv", ["--regid", group, "--clear-groups", program] + arguments)
            let table = try call("iptables", ["-w", "-nvxL", "OUTPUT"])
            let line = table.split(separator: "\n").first { $0.contains(group) }
            _ = try call("iptables", ["-w", "-D"] + rule)
            return (output, line?.split(separator: " ").first.flatMap { Int($0) } ?? 0)
        } catch {
            _ = try? call("iptables", ["-w", "-D"] + rule)
            throw error
        }
    }

    private static func call(_ program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Surprise("\(program) ended with \(process.terminationStatus): \(text)") }
        return text
    }

    private static func isOnPath(_ program: String) -> Bool {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.contains { FileManager.default.isExecutableFile(atPath: $0 + "/" + program) }
    }
}
#endif
