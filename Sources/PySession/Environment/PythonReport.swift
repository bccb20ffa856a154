import Subprocess

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// What a Python has: its version, and those of the packages that sessions use.
public struct PythonReport: Sendable, Hashable {
    /// Python's version, such as `3.12.1`.
    public let version: String
    /// Whether the version is one that sessions run on: 3.10 or newer.
    public let isRecent: Bool
    /// The versions of packages by name; nil for one that cannot be imported.
    public let packages: [String: String?]

    /// The packages without which no session runs.
    public static let required = ["numpy", "pandas"]
    /// Packages that much code for sessions uses.
    public static let useful = ["scipy", "sklearn", "tzdata"]

    /// Whether sessions can run on it.
    public var isFit: Bool {
        isRecent && PythonReport.required.allSatisfy { (packages[$0] ?? nil) != nil }
    }
}

extension PythonInterpreter {
    private static let question = """
        import importlib, sys
        print(sys.version.split()[0])
        print(sys.version_info >= (3, 10))
        for name in sys.argv[1:]:
            try:
                module = importlib.import_module(name)
                print(name, getattr(module, "__version__", "unknown"))
            except Exception:
                print(name)
        """

    /// Asks the Python for its version and packages.
    ///
    /// - Throws: `.pythonUnfit` where it does not run or answers something else.
    public func report() async throws -> PythonReport {
        let names = PythonReport.required + PythonReport.useful
        let answer = try await Subprocess.run(
            .path(FilePath(path)), arguments: Arguments(["-c", PythonInterpreter.question] + names),
            output: .string(limit: 65536), error: .string(limit: 65536)
        )
        let lines = answer.standardOutput.split(separator: "\n")
        guard answer.terminationStatus.isSuccess, lines.count == names.count + 2 else {
            throw PySessionError(
                .pythonUnfit, "\(path) does not answer as a Python does: it ended with \(answer.terminationStatus) \(answer.standardError.prefix(500))")
        }
        var packages: [String: String?] = [:]
        for line in lines.dropFirst(2) {
            let words = line.split(separator: " ")
            packages.updateValue(words.count > 1 ? String(words[1]) : nil, forKey: String(words[0]))
        }
        return PythonReport(version: String(lines[0]), isRecent: lines[1] == "True", packages: packages)
    }
}
