import ArgumentParser
import HaystackCore
import PySession

struct PyRepl: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "repl",
        abstract: "Write Python, line by line, in a session.",
        discussion: """
            As in Python's own: an input that goes on is asked for with "...", and a block ends with an empty line. DataFrames, Series and \
            Grids are shown as tables. Ctrl-C interrupts the code, Ctrl-D or exit() ends the session. The arrow keys go through the history, \
            which is kept in the user's state folder; Ctrl-R searches it. Without a terminal the lines of standard input are run.

            EXAMPLES
              haystack py repl
              haystack py repl --define-file g=his.zinc
              haystack py repl --backend 127.0.0.1:8888 --key SECRET
            """
    )

    @OptionGroup var variables: VariableOptions

    @Option(help: ArgumentHelp("How long an input may take: 500ms, 10s, 5min, 1h.", valueName: "duration"))
    var timeout = DurationOption(.seconds(86_400), text: "24h")

    @OptionGroup var place: BackendOptions

    @OptionGroup var constants: ConstantsOption

    func run() async throws {
        let output = ReplOutput()
        let options = PySessionOptions(timeout: timeout.duration) { output.write($0) }
        let session = PySession(try place.make(), options: options)
        let values = try variables.values(constants: try constants.load())
        let code = try variables.code()
        try await session.initialize { steps in
            for (name, value) in values { steps.define(name, value) }
            for code in code { steps.exec(code) }
            steps.exec(ReplCode.setUp)
        }
        let status = try await run(session, output)
        if status != 0 { throw ExitCode(status) }
    }

    /// Runs the session to its end, and gives the exit status.
    private func run(_ session: PySession, _ output: ReplOutput) async throws -> Int32 {
        do {
            let status: Int32
            if Terminal.isInputTyped {
                try StandardOutput.write(line: "Python in a session; exit() or Ctrl-D ends it.")
                status = try await RawTerminal.with(keepsLines: true) {
                    var repl = Repl(session: session, output: output, source: TerminalSource())
                    return try await repl.run()
                }
            } else {
                var repl = Repl(session: session, output: output, source: PlainSource())
                status = try await repl.run()
            }
            await session.close()
            return status
        } catch {
            await session.close()
            throw error
        }
    }
}
