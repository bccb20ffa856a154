/// A folder of compiled zone files, as systems install it.
struct ZoneFolder: Sendable {
    /// Without a slash at its end.
    let path: String
    /// The full names of its files, some of which may turn out to be no zones.
    let fullNames: [String]
    /// The full names in its table of zones with a place on the map; empty without one.
    let listed: Set<String>

    /// Where systems keep the database. The first that holds anything is used, after the one the environment names.
    static let places = [
        "/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo", "/var/db/timezone/zoneinfo",
    ]

    /// This system's database, if it has one. The variable `TZDIR` goes before the usual places.
    static func ofSystem() -> ZoneFolder? {
        first(of: [ZoneFiles.environment("TZDIR")].compactMap(\.self) + places)
    }

    /// The first of some folders that is there and holds anything.
    static func first(of places: [String]) -> ZoneFolder? {
        for place in places {
            if let folder = ZoneFolder(path: place) { return folder }
        }
        return nil
    }

    /// Lists a folder; nil when it holds nothing that could be a zone.
    init?(path: String) {
        self.path = path
        var names: [String] = []
        Self.collect(in: path, prefix: "", depth: 1, into: &names)
        guard !names.isEmpty else { return nil }
        fullNames = names
        listed = Self.tableNames(path, "zone1970.tab").union(Self.tableNames(path, "zone.tab"))
    }

    /// The rules in a zone's file.
    func rules(of fullName: String) throws(HaystackError) -> ZoneRules {
        let file = "\(path)/\(fullName)"
        guard let bytes = ZoneFiles.bytes(of: file, limit: Self.fileSizeLimit) else {
            throw HaystackError(.io, "cannot read zone file \(file), or it is larger than \(Self.fileSizeLimit) bytes")
        }
        guard ZoneRules.isTZif(bytes.span) else {
            throw HaystackError(.unknownZone, "\(file) is not a compiled zone file")
        }
        do {
            return try ZoneRules(tzif: bytes.span)
        } catch {
            throw HaystackError(error.code, "\(file): \(error.message)", at: error.position)
        }
    }

    /// Whether a name's file starts as zone files do.
    func isZone(_ fullName: String) -> Bool {
        guard let magic = ZoneFiles.start(of: "\(path)/\(fullName)", count: 4) else { return false }
        return ZoneRules.isTZif(magic.span)
    }

    /// Real files are below 4 kB.
    private static let fileSizeLimit = 1 << 20
    /// Real databases have 600 names of three parts at most; the limits end the walk through a folder that is something else.
    private static let nameLimit = 10_000
    private static let depthLimit = 4
    /// Copies of the database with and without leap seconds, and links that are no zones of their own.
    private static let skipped: Set = ["posix", "right", "localtime", "posixrules"]

    private static func collect(in folder: String, prefix: String, depth: Int, into names: inout [String]) {
        guard let entries = ZoneFiles.entries(of: folder) else { return }
        for entry in entries where names.count < nameLimit {
            guard ZoneName.isPart(entry.name), depth > 1 || !skipped.contains(entry.name) else { continue }
            if !entry.isFolder {
                names.append(prefix + entry.name)
            } else if depth < depthLimit {
                collect(in: "\(folder)/\(entry.name)", prefix: "\(prefix)\(entry.name)/", depth: depth + 1, into: &names)
            }
        }
    }

    /// The third column of a table of zones. Its lines are `codes TAB coordinates TAB full name [TAB comments]`, `#` starts a comment.
    private static func tableNames(_ folder: String, _ table: String) -> Set<String> {
        guard let bytes = ZoneFiles.bytes(of: "\(folder)/\(table)", limit: fileSizeLimit) else { return [] }
        var names: Set<String> = []
        for line in bytes.split(separator: UInt8(ascii: "\n")) where line.first != UInt8(ascii: "#") {
            let columns = line.split(separator: UInt8(ascii: "\t"), maxSplits: 3)
            if columns.count >= 3 { names.insert(String(decoding: columns[2], as: UTF8.self)) }
        }
        return names
    }
}

/// The spelling of zone names.
enum ZoneName {
    /// Longer than any name of the database.
    static let lengthLimit = 128

    /// Whether a text can be a zone's name: parts of letters, digits, `_`, `-` and `+` with single slashes between them. Such a name,
    /// read as a path, cannot lead out of a folder.
    static func isValid(_ name: Span<UInt8>) -> Bool {
        guard name.count <= lengthLimit else { return false }
        var lengthOfPart = 0
        for index in name.indices {
            if name[index] == UInt8(ascii: "/") {
                guard lengthOfPart > 0 else { return false }
                lengthOfPart = 0
            } else {
                guard isCharacter(name[index]) else { return false }
                lengthOfPart += 1
            }
        }
        return lengthOfPart > 0
    }

    /// Whether a file's or folder's name can be part of a zone's name.
    static func isPart(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy(isCharacter)
    }

    /// A name as an error message may show it.
    static func quoted(_ name: Span<UInt8>) -> String {
        var text = "\""
        for index in 0..<min(name.count, 64) {
            let byte = name[index]
            text.unicodeScalars.append(byte >= 0x20 && byte < 0x7F ? Unicode.Scalar(byte) : "?")
        }
        return text + (name.count > 64 ? "…\"" : "\"")
    }

    private static func isCharacter(_ byte: UInt8) -> Bool {
        byte.isLetter || byte.isDigit || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
    }
}
