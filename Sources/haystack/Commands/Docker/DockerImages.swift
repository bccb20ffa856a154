import ArgumentParser
import DockerClient
import HaystackCore

struct DockerImages: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "images",
        abstract: "List images.",
        discussion: """
            EXAMPLES
              haystack docker images
              haystack docker images python
              haystack docker images --to zinc                         the columns id, repoTags, created, size
            """
    )

    @Argument(help: "Only images of this name, or name and tag; * stands for anything.")
    var name: String?

    @ArgumentParser.Flag(name: .shortAndLong, help: "Also those that builds left between their steps.")
    var all = false

    @ArgumentParser.Flag(help: "Show the hashes of what registries hold.")
    var digests = false

    @OptionGroup var condition: FilterOption
    @OptionGroup var list: ListOptions
    @OptionGroup var engine: EngineOption

    func run() async throws {
        var filters = condition.filters
        if let name { filters.add("reference", name) }
        let images = try await engine.client().images.list(all: all, filters: filters).sorted { $0.created > $1.created }
        let items = images.flatMap { ListItem.items(of: $0, isWhole: list.noTrunc) }
        // An image with two names is one identity.
        let shown = list.quiet ? items.reduce(into: []) { unique, item in if !unique.contains(where: { $0.id == item.id }) { unique.append(item) } } : items
        try list.print(shown, columns: Image.listColumns(digests: digests)) { Grid(images) }
    }
}
