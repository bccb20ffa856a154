import Subprocess

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
#if canImport(System)
import System
#else
import SystemPackage
#endif

/// The Python environment of the SDK's own, in the user's cache.
public enum PythonEnvironment {
    /// The packages that ``setup(python:packages:progress:)`` installs where not told otherwise.
    public static let defaultPackages = ["numpy", "pandas", "scikit-learn", "tzdata"]

    /// The folder of the environment.
    public static var folder: String { CacheFolder.path + "/python" }

    /// The environment's Python.
    public static var interpreterPath: String { folder + "/bin/python" }

    /// Builds the environment with Python's venv and pip. One that stands already is brought up to date, and a broken one built anew.
    ///
    /// - Parameters:
    ///   - python: the Python to build it from, 3.10 or newer; `python3` on the path where not given.
    ///   - packages: what to install, as pip names it.
    ///   - progress: is told each line that venv and pip write.
    /// - Throws: `.pythonNotFound` or `.setupFailed`, with what to do.
    public static func setup(
        python: String? = nil, packages: [String] = defaultPackages, progress: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws {
        let base = python ?? "python3"
        guard let path = PythonInterpreter.resolve(base) else {
            throw PySessionError(
                .pythonNotFound, "there is no '\(base)'; install Python 3.10 or newer (on Debian: apt-get install python3 python3-venv), or name one")
        }
        try await checkVersion(path)
        if await !stands {
            progress("making an environment in \(folder)")
            try FileManager.default.createDirectory(atPath: CacheFolder.path, withIntermediateDirectories: true)
            try await step([path, "-m", "venv", "--clear", folder], advice: "on Debian: apt-get install python3-venv", progress)
        }
        progress("installing \(packages.joined(separator: ", "))")
        let install = [interpreterPath, "-m", "pip", "install", "--disable-pip-version-check", "--upgrade"] + packages
        try await step(install, advice: "see what pip says above; it needs access to a package index", progress)
    }

    private static func checkVersion(_ path: String) async throws {
        let question = "import sys; print(sys.version_info >= (3, 10), sys.version.split()[0])"
        let answer = try await Subprocess.run(.path(FilePath(path)), arguments: ["-c", question], output: .string(limit: 4096), error: .discarded)
        guard answer.standardOutput.hasPrefix("True") else {
            let version = answer.standardOutput.split(separator: " ").last.map(String.init) ?? "nothing"
            throw PySessionError(.pythonUnfit, "\(path) says it is Python \(version.trimmed), and 3.10 or newer is needed; name another with --python")
        }
    }

    /// Whether the environment is there and its pip runs.
    private static var stands: Bool {
        get async {
            guard FileManager.default.isExecutableFile(atPath: interpreterPath) else { return false }
            let answer = try? await Subprocess.run(
                .path(FilePath(interpreterPath)), arguments: ["-m", "pip", "--version"], output: .discarded, error: .discarded
            )
            return answer?.terminationStatus.isSuccess ?? false
        }
    }

    /// Runs a program, passing on its lines.
    private static func step(_ command: [String], advice: String, _ progress: @escaping @Sendable (String) -> Void) async throws {
        let outcome = try await Subprocess.run(
            .path(FilePath(command[0])), arguments: Arguments(Array(command.dropFirst())), input: .none, output: .sequence, error: .combinedWithOutput
        ) { execution in
            for try await line in execution.standardOutput.strings() { progress(line.trimmed) }
        }
        guard outcome.terminationStatus.isSuccess else {
            throw PySessionError(.setupFailed, "'\(command.joined(separator: " "))' ended with \(outcome.terminationStatus); \(advice)")
        }
    }
}

extension String {
    /// Without white space at its end.
    fileprivate var trimmed: String {
        var text = self
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
