/// The rules of a `.dockerignore` file: which files of a build context stay at home.
///
/// One pattern a line; `#` begins a comment, `!` an exception, the last rule that matches decides. `*` and `?` stay within a name, `**` goes over
/// folders, `[a-z]` is a class, and a backslash takes a character as it is. A pattern that matches a folder holds for all inside of it.
public struct IgnoreRules: Sendable {
    private var rules: [(pattern: PathPattern, isException: Bool)] = []

    /// Rules that ignore nothing.
    public init() {}

    /// Reads the text of a `.dockerignore` file.
    ///
    /// - Throws: `.configuration` for a pattern with an open class.
    public init(_ text: String) throws(DockerError) {
        let text = text.hasPrefix("\u{feff}") ? text.dropFirst() : text[...]
        for line in text.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
            var pattern = line.trimmed
            let isException = pattern.hasPrefix("!")
            if isException { pattern = pattern.dropFirst().trimmed }
            let path = IgnoreRules.cleaned(pattern)
            guard !path.isEmpty else { continue }
            rules.append((try PathPattern(path), isException))
        }
    }

    /// Whether an exception may bring back something inside of an ignored folder.
    public var hasExceptions: Bool { rules.contains { $0.isException } }

    /// Whether a path, relative to the context's folder, is ignored.
    public func ignores(_ path: String) -> Bool {
        let bytes = Array(path.utf8)
        return rules.last { $0.pattern.matches(bytes) }.map { !$0.isException } ?? false
    }

    /// A pattern without `.`, `..`, empty parts and the slashes around it.
    private static func cleaned(_ pattern: Substring) -> String {
        var parts: [Substring] = []
        for part in pattern.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return parts.joined(separator: "/")
    }
}
