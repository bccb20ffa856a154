import ArgumentParser
import HaystackCore
import HaystackZinc

struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show a grid as a table that fits the terminal.",
        discussion: """
            Cells and columns that do not fit are shortened. Of a long grid the first and last rows are shown; --rows says how many.
            """
    )

    @Argument(help: "The file to read, - for standard input.")
    var file = "-"

    @Option(help: "The file's format: \(DataFormat.list).")
    var from: DataFormat?

    @Option(help: "The most rows to show.")
    var rows = 40

    @Option(help: "The width to fit; the terminal's where not given, none where the output is not a terminal.")
    var width: Int?

    @OptionGroup var constants: ConstantsOption

    func validate() throws {
        guard rows > 0 else { throw ValidationError("found --rows \(rows), expected at least 1") }
        if let width, width < 10 { throw ValidationError("found --width \(width), expected at least 10") }
    }

    func run() throws {
        let value = try DataFile(file).read(as: from, constants: try constants.load())
        try StandardOutput.write(line: text(value))
    }

    private func text(_ value: Value) throws -> String {
        switch value {
        case .grid(let grid): summary(grid) + grid.table(width: width ?? Terminal.outputWidth, maxRows: rows)
        case .dict(let dict): Grid(rows: dict.map { ["tag": .str($0.name), "value": $0.value] }).table(width: width ?? Terminal.outputWidth)
        default: try value.zinc()
        }
    }

    private func summary(_ grid: Grid) -> String {
        let meta = grid.meta.isEmpty ? "" : ", \(grid.meta)"
        return "\(grid.rowCount) rows × \(grid.columns.count) columns\(meta)\n"
    }
}
