import ArgumentParser
import HaystackCore

/// How a list is printed.
struct ListOptions: ParsableArguments {
    @ArgumentParser.Flag(name: .shortAndLong, help: "Only the identities.")
    var quiet = false

    @ArgumentParser.Flag(help: "Whole identities and commands.")
    var noTrunc = false

    @Option(help: ArgumentHelp("Lines of a template such as '{{.ID}} {{.Names}}', or 'json', or 'table …'.", valueName: "template"))
    var format: String?

    @Option(help: ArgumentHelp("The list as a grid: \(DataFormat.list).", valueName: "format"))
    var to: DataFormat?

    func validate() throws {
        if to != nil, quiet || format != nil { throw ValidationError("found --to with --quiet or --format, expected one of them") }
    }

    /// Prints a list.
    ///
    /// - Parameters:
    ///   - items: what is listed: its identity, and its fields by the names that templates have for them.
    ///   - columns: the fields of the plain table, with their titles.
    ///   - grid: the list as a grid.
    func print(_ items: [ListItem], columns: [ListColumn], grid: () -> Grid) throws {
        if let to { return try DataFile("-").write(.grid(grid()), as: to, constants: nil) }
        if quiet { return try items.forEach { try StandardOutput.write(line: $0.id) } }
        let template = try format.map { try ListTemplate($0, fields: columns) } ?? ListTemplate(columns: columns.filter(\.isShown))
        for line in try template.lines(of: items) { try StandardOutput.write(line: line) }
    }
}

/// One thing of a list.
struct ListItem {
    /// What `--quiet` prints.
    let id: String
    /// The fields' texts by name.
    let fields: [String: String]
    let labels: [String: String]
}

/// A field of a list.
struct ListColumn {
    /// The name in templates.
    let name: String
    /// The title in a table.
    let title: String
    /// Whether it stands in the table that is printed without a template.
    var isShown = true
}
