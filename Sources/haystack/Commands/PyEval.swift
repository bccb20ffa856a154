import ArgumentParser
import HaystackCore
import HaystackZinc
import PySession

struct PyEval: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval",
        abstract: "Evaluate a Python expression and print its value.",
        discussion: """
            A scalar prints as its Zinc literal, a grid as Zinc. What the code prints goes to standard error. An exception in Python prints \
            its traceback on standard error and ends with status 1. First the variables are defined, then the files of --exec-file run, \
            then the code of --exec, then the expression.

            EXAMPLES
              haystack py eval '1 + 1'
              haystack py eval 'sum(v)' --define 'v=[1,2,3]'
              haystack py eval 'g.to_dataframe().describe()' --define-file g=his.zinc
              haystack py eval 'numpy.linalg.inv(m)' --matrix m=square.zinc --exec 'import numpy'
              haystack py eval '1 + 1' --backend strict
              haystack py eval 'open("/io/a.txt").read()' --backend docker --io .
              haystack py eval '1 + 1' --backend 127.0.0.1:8888 --key SECRET
            """
    )

    @Argument(help: "The expression.")
    var expression: String

    @OptionGroup var variables: VariableOptions

    @Option(help: ArgumentHelp("How long the evaluation may take: 500ms, 10s, 5min, 1h.", valueName: "duration"))
    var timeout = DurationOption(.seconds(300), text: "5min")

    @OptionGroup var place: BackendOptions

    @Option(help: "The output's format: \(DataFormat.list).")
    var to: DataFormat?

    @Option(name: .shortAndLong, help: "The file to write; standard output where not given.")
    var output: String?

    @OptionGroup var constants: ConstantsOption

    func run() async throws {
        let constants = try constants.load()
        let call = try call(constants: constants)
        let progress = ProgressLine()
        let value = try await progress.show("python is at work") {
            do {
                return try await call.eval(expression)
            } catch let error as PythonError {
                progress.end()
                StandardError.write(line: error.description)
                throw ExitCode.failure
            }
        }
        try DataFile(output ?? "-").write(value, as: to, constants: constants)
    }

    private func call(constants: Brio.Constants?) throws -> PyCall {
        let options = PySessionOptions(timeout: timeout.duration) { StandardError.write($0.bytes) }
        var call = py(try place.make(), options: options)
        for (name, value) in try variables.values(constants: constants) { call = call.define(name, value) }
        for code in try variables.code() { call = call.exec(code) }
        return call
    }
}
