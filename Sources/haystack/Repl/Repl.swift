import HaystackCore
import PySession
import Synchronization

/// Reads Python input, runs it in a session, shows what it gives, and so on.
struct Repl {
    private let session: PySession
    private let output: ReplOutput
    private var source: any ReplSource
    private var lines: [String] = []

    private static let mostRows = 40

    init(session: PySession, output: ReplOutput, source: any ReplSource) {
        self.session = session
        self.output = output
        self.source = source
    }

    /// Runs until the input ends or the code asks for the end.
    ///
    /// - Returns: the exit status.
    mutating func run() async throws -> Int32 {
        while true {
            try output.startLine()
            switch try await source.readLine(lines.isEmpty ? ">>> " : "... ") {
            case .end: return 0
            case .interrupted:
                lines = []
                StandardError.write(line: "KeyboardInterrupt")
            case .line(let line):
                lines.append(line)
                if let status = try await runLines() { return status }
            }
        }
    }

    /// Gives the lines so far to Python.
    ///
    /// - Returns: the exit status, where the code asks for the end.
    private mutating func runLines() async throws -> Int32? {
        let expression = ReplCode.feed(lines.joined(separator: "\n"))
        do {
            let session = session
            let value = try await source.interruptible(session) { try await session.eval(expression) }
            if value == true { return nil }
            lines = []
            if let status = value["exit"].int { return Int32(truncatingIfNeeded: status) }
            for item in value["tables"].list ?? [] { try show(item) }
        } catch let error as PythonError {
            lines = []
            try await tell(error)
        } catch let error as PySessionError where error.code != .closed {
            lines = []
            StandardError.write(line: "haystack: \(error)")
            if !Repl.mayGoOn(error) { return 1 }
        }
        return nil
    }

    private func show(_ item: Value) throws {
        guard let grid = item["grid"].grid else { return }
        try StandardOutput.write(line: grid.table(width: Terminal.outputWidth, maxRows: Repl.mostRows))
        if let rows = item["rows"].int { try StandardOutput.write(line: "(\(rows) rows in all)") }
    }

    /// Tells what went wrong beside the code, which prints its own exceptions.
    private func tell(_ error: PythonError) async throws {
        if error.type == "KeyboardInterrupt" { return StandardError.write(line: "KeyboardInterrupt") }
        // A table with columns that have no kind is shown as Python shows it.
        let isShown = error.type == "TypeError" || error.type == "ValueError"
        guard isShown, (try? await session.eval(ReplCode.plain)) != nil else { return StandardError.write(line: error.description) }
    }

    /// Whether the next input finds a server: a new one, where the last has ended.
    private static func mayGoOn(_ error: PySessionError) -> Bool {
        [.timeout, .cancelled, .interrupted, .serverDied, .codec, .limit, .outOfMemory].contains(error.code)
    }
}

/// Where the lines of a REPL come from.
protocol ReplSource {
    mutating func readLine(_ prompt: String) async throws -> LineEditor.Result

    /// Runs a body that Ctrl-C interrupts in Python.
    func interruptible<Result: Sendable>(_ session: PySession, _ body: @escaping @Sendable () async throws -> Result) async throws -> Result
}

/// A person at a terminal.
struct TerminalSource: ReplSource {
    private let input: TerminalInput
    private var editor: LineEditor
    private(set) var history = History()

    init() {
        input = TerminalInput()
        editor = LineEditor(input)
        input.start()
    }

    mutating func readLine(_ prompt: String) async throws -> LineEditor.Result {
        let result = try await editor.readLine(prompt, history: history.lines)
        if case .line(let line) = result {
            history.add(line)
            history.save()
        }
        return result
    }

    func interruptible<Result: Sendable>(
        _ session: PySession, _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        let work = Task { try await body() }
        return try await input.interruptible {
            Task {
                // Where nothing runs yet the server is starting; and a server that takes no interrupts is ended.
                if (try? await session.interrupt()) != true { work.cancel() }
            }
        } _: {
            try await work.value
        }
    }
}

/// A file or a pipe: no prompts, no editing.
struct PlainSource: ReplSource {
    mutating func readLine(_ prompt: String) async throws -> LineEditor.Result {
        Swift.readLine(strippingNewline: true).map { .line($0) } ?? .end
    }

    func interruptible<Result: Sendable>(
        _ session: PySession, _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        try await body()
    }
}

/// What Python writes, as it comes.
final class ReplOutput: Sendable {
    private let isLineStarted = Mutex(false)
    private let isTerminal = Terminal.outputWidth != nil

    func write(_ piece: PyOutput) {
        switch piece.stream {
        case .standardOutput: try? StandardOutput.write(piece.bytes)
        case .standardError: StandardError.write(piece.bytes)
        }
        isLineStarted.withLock { $0 = piece.bytes.last != UInt8(ascii: "\n") }
    }

    /// Ends the line that the code has left open: a prompt begins at the left edge.
    func startLine() throws {
        let isStarted = isLineStarted.withLock { isStarted in
            defer { isStarted = false }
            return isStarted
        }
        if isStarted, isTerminal { try StandardOutput.write(line: "") }
    }
}
