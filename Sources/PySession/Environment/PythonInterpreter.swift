#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The Python that local sessions run.
public struct PythonInterpreter: Sendable, Hashable {
    /// Who said that this one is to be used.
    public enum Source: Sendable, Hashable {
        /// An option of the program.
        case option
        /// The environment variable `HAYSTACK_PYTHON`.
        case environmentVariable
        /// The environment that `haystack py setup` builds.
        case setup
    }

    /// The path of the interpreter.
    public let path: String
    /// Who said so.
    public let source: Source

    /// Finds the Python to use: the option, else `HAYSTACK_PYTHON`, else the environment in the user's cache.
    ///
    /// - Throws: `.pythonNotFound`, with what was tried and what to do.
    public static func find(option: String? = nil) throws(PySessionError) -> PythonInterpreter {
        if let option { return try given(option, .option, "the option python") }
        if let variable = ProcessInfo.processInfo.environment["HAYSTACK_PYTHON"], !variable.isEmpty {
            return try given(variable, .environmentVariable, "HAYSTACK_PYTHON")
        }
        let path = PythonEnvironment.interpreterPath
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw PySessionError(
                .pythonNotFound,
                "there is no Python environment at \(PythonEnvironment.folder); build it with 'haystack py setup', or set HAYSTACK_PYTHON to a Python that has numpy and pandas"
            )
        }
        return PythonInterpreter(path: path, source: .setup)
    }

    private static func given(_ name: String, _ source: Source, _ who: String) throws(PySessionError) -> PythonInterpreter {
        guard let path = resolve(name) else {
            throw PySessionError(.pythonNotFound, "\(who) says '\(name)', which is no program that can be run; name a Python that has numpy and pandas")
        }
        return PythonInterpreter(path: path, source: source)
    }

    /// The path of a program given by its path, or by a name that is looked for in `PATH`.
    static func resolve(_ name: String) -> String? {
        let candidates = name.contains("/") ? [name] : searchPath.map { $0 + "/" + name }
        return candidates.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    private static var searchPath: [String] {
        (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":").map(String.init)
    }

    /// The user's own `PYTHONPATH`, which stays in force behind ours.
    var inheritedPythonPath: String? {
        ProcessInfo.processInfo.environment["PYTHONPATH"].flatMap { $0.isEmpty ? nil : $0 }
    }
}
