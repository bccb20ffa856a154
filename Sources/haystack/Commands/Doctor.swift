import ArgumentParser
import HaystackCore
import PySession

struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what is found, what is missing, and the command that mends it.",
        discussion: "Ends with status 1 where something is missing that the tool needs."
    )

    func run() async throws {
        var checkUp = CheckUp()
        checkUp.checkZones()
        await checkUp.checkPython()
        try StandardOutput.write(line: checkUp.lines.joined(separator: "\n"))
        if checkUp.hasFault { throw ExitCode.failure }
    }
}

/// The findings of a doctor.
private struct CheckUp {
    private(set) var lines: [String] = []
    private(set) var hasFault = false

    private mutating func found(_ what: String) {
        lines.append("✓ \(what)")
    }

    private mutating func missing(_ what: String, mend: String) {
        lines.append("✗ \(what)\n    \(mend)")
        hasFault = true
    }

    private mutating func absent(_ what: String, mend: String) {
        lines.append("· \(what)\n    \(mend)")
    }

    mutating func checkZones() {
        let count = HaystackTimeZone.names.count
        if (try? HaystackTimeZone.named("New_York")) != nil {
            found("time zones: \(count)")
        } else {
            missing("time zones: no zone database", mend: "apt-get install tzdata")
        }
    }

    mutating func checkPython() async {
        do {
            let python = try PythonInterpreter.find()
            found("Python: \(python.path), \(python.source.reason)")
            try await check(python)
            if !hasFault { await checkSession() }
        } catch {
            missing("Python: \(error)", mend: "haystack py setup")
        }
    }

    private mutating func check(_ python: PythonInterpreter) async throws {
        let report = try await python.report()
        if report.isRecent {
            found("Python's version: \(report.version)")
        } else {
            missing("Python's version: \(report.version), and 3.10 or newer is needed", mend: "haystack py setup --python PATH")
        }
        let install = python.source == .setup ? "haystack py setup" : "\(python.path) -m pip install numpy pandas"
        for name in PythonReport.required {
            if let version = report.packages[name] ?? nil { found("\(name): \(version)") } else { missing("\(name)", mend: install) }
        }
        for name in PythonReport.useful {
            if let version = report.packages[name] ?? nil {
                found("\(name): \(version)")
            } else {
                absent("\(name), which is optional", mend: "\(python.path) -m pip install \(name == "sklearn" ? "scikit-learn" : name)")
            }
        }
    }

    private mutating func checkSession() async {
        let clock = ContinuousClock()
        let start = clock.now
        do {
            let value = try await py(options: PySessionOptions(timeout: .seconds(30))).eval("1 + 1")
            guard value == 2 else { return missing("a session: 1 + 1 gave \(value)", mend: "haystack py setup") }
            found("a session: started, evaluated and ended in \((clock.now - start).formatted)")
        } catch {
            missing("a session: \(error)", mend: "haystack py setup")
        }
    }
}

extension PythonInterpreter.Source {
    fileprivate var reason: String {
        switch self {
        case .option: "by option"
        case .environmentVariable: "by HAYSTACK_PYTHON"
        case .setup: "built by haystack py setup"
        }
    }
}
