/// Which zones there are, and which of them a name means. Holds names only, no rules.
struct ZoneCatalog: Sendable {
    /// What a name means.
    enum Resolution: Sendable, Equatable {
        case zone(fullName: String)
        case unknown
        /// A path suffix that fits these full names.
        case ambiguous([String])
    }

    /// The full names that end in a city, the one that the bare city means first.
    private let byCity: [String: [String]]

    /// Makes a catalog from full names, in any order.
    ///
    /// Where several full names share a city, one that is in `listed` (the database's table of zones with a place on the map) goes first;
    /// then the regions in their order, what belongs to none of them last; then fewer path parts; then the alphabet.
    init(fullNames: some Sequence<String>, listed: Set<String>) {
        var byCity: [String: [String]] = [:]
        for fullName in Set(fullNames) { byCity[Self.city(of: fullName), default: []].append(fullName) }
        self.byCity = byCity.mapValues { fullNames in
            guard fullNames.count > 1 else { return fullNames }
            return fullNames.sorted { Self.rank($0, listed) < Self.rank($1, listed) }
        }
    }

    /// All cities, sorted.
    var cities: [String] { byCity.keys.sorted() }

    /// What a city, a full name or a path suffix of only one full name means.
    func resolve(_ name: String) -> Resolution {
        guard let candidates = byCity[Self.city(of: name)] else { return .unknown }
        if !name.utf8.contains(UInt8(ascii: "/")) { return .zone(fullName: candidates[0]) }
        if candidates.contains(name) { return .zone(fullName: name) }
        let fitting = candidates.filter { $0.hasSuffix("/" + name) }
        switch fitting.count {
        case 0: return .unknown
        case 1: return .zone(fullName: fitting[0])
        default: return .ambiguous(fitting.sorted())
        }
    }

    /// The shortest name that reads back to a full name: its city, or itself where the city means another zone.
    func name(of fullName: String) -> String {
        let city = Self.city(of: fullName)
        return byCity[city]?.first == fullName ? city : fullName
    }

    private static func city(of name: String) -> String {
        guard let slash = name.utf8.lastIndex(of: UInt8(ascii: "/")) else { return name }
        return String(name[name.utf8.index(after: slash)...])
    }

    private static func rank(_ fullName: String, _ listed: Set<String>) -> (Int, Int, Int, String) {
        let parts = fullName.split(separator: "/")
        let region = parts.count > 1 ? regions.firstIndex { $0 == parts[0] } : nil
        return (listed.contains(fullName) ? 0 : 1, region ?? regions.count, parts.count, fullName)
    }

    private static let regions = [
        "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific", "Etc",
    ]
}
