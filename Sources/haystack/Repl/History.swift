import Foundation

/// The lines that were entered, now and before, in a file of the user's state folder.
struct History {
    private(set) var lines: [String]
    private let path: String

    private static let mostLines = 1000

    /// Reads the file; there may be none.
    init(path: String = History.defaultPath) {
        self.path = path
        let text = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
        lines = text.split(separator: "\n").suffix(History.mostLines).map(String.init)
    }

    /// `haystack-sdk/py-history` in `XDG_STATE_HOME`, else in the user's state folder.
    static var defaultPath: String {
        let environment = ProcessInfo.processInfo.environment
        if let base = environment["XDG_STATE_HOME"], base.hasPrefix("/") { return base + "/haystack-sdk/py-history" }
        let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
        return home + "/.local/state/haystack-sdk/py-history"
    }

    /// Adds a line, unless it is blank or the last one again.
    mutating func add(_ line: String) {
        guard !line.allSatisfy(\.isWhitespace), line != lines.last else { return }
        lines.append(line)
        lines = lines.suffix(History.mostLines)
    }

    /// Writes the file, readable for this user only. A history that cannot be written is no reason to stop.
    func save() {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        let manager = FileManager.default
        try? manager.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        // Beside the file first: another tool that reads it finds it whole.
        let draft = path + ".\(ProcessInfo.processInfo.processIdentifier)"
        let text = lines.map { $0 + "\n" }.joined()
        guard manager.createFile(atPath: draft, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600]) else { return }
        // Sound: rename reads both strings for the time of the call.
        if unsafe rename(draft, path) != 0 { try? manager.removeItem(atPath: draft) }
    }
}
