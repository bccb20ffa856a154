import ArgumentParser
import HaystackCore
import HaystackZinc

/// The variables and the code with which a session begins, for all commands that run Python.
struct VariableOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Set a variable to a value in Zinc, such as a=12kW or 'v=[1,2]'.", valueName: "name=zinc"))
    var define: [NamedText] = []

    @Option(help: ArgumentHelp("Set a variable to what a file holds.", valueName: "name=path"))
    var defineFile: [NamedText] = []

    @Option(help: ArgumentHelp("Set a variable to the matrix of a file's grid: a numpy array. Null and NA become NaN.", valueName: "name=path"))
    var matrix: [NamedText] = []

    @Option(help: ArgumentHelp("Run statements first.", valueName: "code"))
    var exec: [String] = []

    @Option(help: ArgumentHelp("Run a file of statements first.", valueName: "path"))
    var execFile: [String] = []

    /// The variables in the order in which they are set, of one name the last.
    func values(constants: Brio.Constants?) throws -> [(name: String, value: Value)] {
        try define.map { item in (item.name, try item.parse { try Value(zinc: $0) }) }
            + defineFile.map { item in (item.name, try DataFile(item.text).read(as: nil, constants: constants)) }
            + matrix.map { item in
                guard case .grid(let grid) = try DataFile(item.text).read(as: nil, constants: constants) else {
                    throw ValidationError("found no grid in \(item.text), expected one to make the matrix \(item.name) of")
                }
                return (item.name, .matrix(try grid.matrix()))
            }
    }

    /// The code in the order in which it runs: that of the files first.
    func code() throws -> [String] {
        try execFile.map { try DataFile($0).readText() } + exec
    }
}
