import ArgumentParser

struct Py: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run Python on Haystack data.",
        subcommands: [PyEval.self, PyRepl.self, PySetup.self, PyImageCommand.self]
    )
}
