import ArgumentParser
import HaystackCore

struct Convert: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Convert a grid or value from one format to another.",
        discussion: """
            The input's format is --from, else told by its suffix, else by its first bytes. The output's is --to, else told by the suffix \
            of -o, else Zinc. Compressed input is recognised; output is compressed where its name ends in .gz. Grids are converted in \
            batches of rows, so that files larger than the memory are no trouble.

            EXAMPLES
              haystack convert points.zinc -o points.brio
              haystack convert points.brio.gz                          Zinc on standard output
              cat points.zinc | haystack convert - --to brio > points.brio
            """
    )

    @Argument(help: "The file to read, - for standard input.")
    var input = "-"

    @Option(help: "The input's format: \(DataFormat.list).")
    var from: DataFormat?

    @Option(help: "The output's format: \(DataFormat.list).")
    var to: DataFormat?

    @Option(name: .shortAndLong, help: "The file to write; standard output where not given.")
    var output: String?

    @OptionGroup var constants: ConstantsOption

    func run() async throws {
        let output = output ?? "-"
        let conversion = Conversion(
            input: input, from: from, output: output, to: to ?? DataFormat(path: output) ?? .zinc, constants: try constants.load()
        )
        let progress = ProgressLine()
        try await progress.show("converting") {
            try conversion.run { progress.update("\($0) rows") }
        }
    }
}
