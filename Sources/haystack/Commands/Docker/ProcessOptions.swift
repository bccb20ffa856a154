import ArgumentParser
import Foundation

/// How this process' input and output are those of a process in a container.
struct TerminalOptions: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Pass standard input on.")
    var interactive = false

    @Flag(name: .shortAndLong, help: "Give it a terminal.")
    var tty = false

    func check() throws {
        if tty, interactive, !Terminal.isInputTyped {
            throw ValidationError("found -t with -i, but standard input is no terminal; leave -t out to pass a file or a pipe on")
        }
    }
}

/// What a process in a container begins with.
struct ProcessOptions: ParsableArguments {
    @Option(
        name: [.customShort("e", allowingJoined: true), .long],
        help: ArgumentHelp("Set a variable; without = it is this process' own.", valueName: "name=value"))
    var env: [String] = []

    @Option(help: ArgumentHelp("Set the variables of a file's lines.", valueName: "path"))
    var envFile: [String] = []

    @Option(name: [.customShort("u"), .long], help: ArgumentHelp("The user, and a group after a colon.", valueName: "user"))
    var user: String?

    @Option(name: [.customShort("w"), .long], help: ArgumentHelp("The working folder.", valueName: "path"))
    var workdir: String?

    /// The variables of the files and then those of the options, which win.
    func variables() throws -> [String: String] {
        var all: [String: String] = [:]
        for path in envFile {
            for line in try DataFile(path).readText().split(whereSeparator: \.isNewline) where !line.drop(while: \.isWhitespace).hasPrefix("#") {
                try ProcessOptions.add(String(line), to: &all)
            }
        }
        return all.merging(try ProcessOptions.variables(env)) { $1 }
    }

    /// Variables of texts, `NAME=VALUE` or `NAME`; the latter are this process' own, or none.
    static func variables(_ texts: [String]) throws -> [String: String] {
        var all: [String: String] = [:]
        for text in texts { try add(text, to: &all) }
        return all
    }

    private static func add(_ text: String, to all: inout [String: String]) throws {
        guard let name = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).first, !name.isEmpty else {
            throw ValidationError("found the variable \"\(text)\", expected NAME=VALUE or NAME")
        }
        guard name.endIndex < text.endIndex else {
            all[text] = ProcessInfo.processInfo.environment[text]
            return
        }
        all[String(name)] = String(text[text.index(after: name.endIndex)...])
    }
}

/// Arguments that are taken as they are, from the first one that is no option of ours.
struct PassedThrough {
    private let arguments: [String]

    init(_ arguments: [String]) { self.arguments = arguments }

    /// - Throws: an error where something is missing, or begins with an option that the command does not have.
    func check(_ expected: String, count: Int) throws {
        if let first = arguments.first, first.hasPrefix("-") { throw ValidationError("found the unknown option \(first); see --help") }
        guard arguments.count >= count else { throw ValidationError("found \(arguments.count) arguments, expected \(expected)") }
    }
}
