import ArgumentParser
import DockerClient
import HaystackCore

struct DockerPs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ps",
        abstract: "List containers.",
        discussion: """
            EXAMPLES
              haystack docker ps -a --filter status=exited
              haystack docker ps --format 'table {{.Names}}\\t{{.Status}}'
              haystack docker ps --to zinc                             the columns id, dockerState, dockerStatus, names, image, command, created
            """
    )

    @ArgumentParser.Flag(name: .shortAndLong, help: "Also containers that do not run.")
    var all = false

    @Option(name: [.customShort("n"), .long], help: ArgumentHelp("The containers made last, also those that do not run.", valueName: "count"))
    var last: Int?

    @ArgumentParser.Flag(name: .shortAndLong, help: "The container made last, also where it does not run.")
    var latest = false

    @OptionGroup var condition: FilterOption
    @OptionGroup var list: ListOptions
    @OptionGroup var engine: EngineOption

    func run() async throws {
        let limit = latest ? 1 : last
        let found = try await engine.client().containers.list(all: all || limit != nil, filters: condition.filters)
            .sorted { $0.created > $1.created }
        let containers = limit.map { Array(found.prefix(max(0, $0))) } ?? found
        try list.print(containers.map { ListItem($0, isWhole: list.noTrunc) }, columns: Container.listColumns) { Grid(containers) }
    }
}
