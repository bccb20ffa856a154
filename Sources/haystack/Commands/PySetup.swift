import ArgumentParser
import PySession

struct PySetup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "setup",
        abstract: "Build the Python environment that local sessions use.",
        discussion: """
            Makes an environment in the user's cache with Python's venv, and installs packages into it with pip. Run it again to bring \
            the packages up to date, or to add some. The environment variable HAYSTACK_PYTHON makes sessions use another Python.
            """
    )

    @Option(help: "The Python to build from, 3.10 or newer.")
    var python: String?

    @Option(
        name: .customLong("package"),
        help: ArgumentHelp("A package to install beside \(PythonEnvironment.defaultPackages.joined(separator: ", ")).", valueName: "name"))
    var packages: [String] = []

    func run() async throws {
        let progress = ProgressLine()
        try await progress.show("setting Python up") {
            try await PythonEnvironment.setup(python: python, packages: PythonEnvironment.defaultPackages + packages) { progress.say($0) }
        }
        let report = try await PythonInterpreter.find(option: PythonEnvironment.interpreterPath).report()
        try StandardOutput.write(line: "Python \(report.version) is ready in \(PythonEnvironment.folder)")
    }
}
