import Synchronization

/// The zones of one folder, each loaded when first asked for and then kept. There is one zone object for each full name.
///
/// What is kept is bounded by the folder: only names that mean a zone are remembered.
final class ZoneDatabase: Sendable {
    /// The database of this system.
    static let system = ZoneDatabase(folder: ZoneFolder.ofSystem())

    /// Nil on a system without a database: only the fixed zones are known then.
    let folder: ZoneFolder?
    private let catalog: ZoneCatalog
    private let state: Mutex<State>

    private struct State {
        var byName = ZoneNameTable()
        var byFullName: [String: HaystackTimeZone] = [:]
        var names: [String]?
    }

    init(folder: ZoneFolder?) {
        self.folder = folder
        catalog = ZoneCatalog(fullNames: Array(FixedZones.byFullName.keys) + (folder?.fullNames ?? []), listed: folder?.listed ?? [])
        state = Mutex(State())
    }

    /// The zone that a city, a full name or a unique path suffix means. A name asked for before costs a hash of its bytes.
    func zone(named name: Span<UInt8>) throws(HaystackError) -> HaystackTimeZone {
        let known = state.withLock { state in state.byName.find(name) }
        if let known { return known }

        let fullName = try fullName(of: name)
        // Read outside the lock: should two tasks ask for one new zone, both read its file and the object made first is the one kept.
        let zone = try load(fullName)
        return state.withLock { state in
            let kept = state.byFullName[fullName] ?? zone
            state.byFullName[fullName] = kept
            state.byName.insert(name, kept)
            return kept
        }
    }

    /// The cities whose files are zone files, sorted.
    var names: [String] {
        if let names = state.withLock({ state in state.names }) { return names }
        let names = catalog.cities.filter { city in
            guard case .zone(let fullName) = catalog.resolve(city) else { return false }
            return FixedZones.byFullName[fullName] != nil || folder?.isZone(fullName) == true
        }
        state.withLock { state in state.names = names }
        return names
    }

    private func fullName(of name: Span<UInt8>) throws(HaystackError) -> String {
        guard ZoneName.isValid(name) else {
            throw HaystackError(
                .unknownZone,
                "\(ZoneName.quoted(name)) is not the name of a time zone, such as New_York or America/New_York"
            )
        }
        var text = ""
        for index in name.indices { text.unicodeScalars.append(Unicode.Scalar(name[index])) }
        switch catalog.resolve(text) {
        case .zone(let fullName):
            return fullName
        case .ambiguous(let fullNames):
            throw HaystackError(.unknownZone, "\"\(text)\" may be \(fullNames.joined(separator: " or ")): write one of these")
        case .unknown:
            guard let folder else {
                throw HaystackError(
                    .unknownZone,
                    "\"\(text)\": this system has no time zone database; install the tzdata package, or set TZDIR to a zoneinfo folder"
                )
            }
            throw HaystackError(
                .unknownZone,
                "\"\(text)\" is not in \(folder.path); check its spelling, or update the tzdata package (tzdata-legacy for old names)"
            )
        }
    }

    private func load(_ fullName: String) throws(HaystackError) -> HaystackTimeZone {
        if let fixed = FixedZones.byFullName[fullName] { return fixed }
        guard let folder else { throw HaystackError(.unknownZone, "\"\(fullName)\" is in no database") }
        return HaystackTimeZone(name: catalog.name(of: fullName), fullName: fullName, rules: try folder.rules(of: fullName))
    }
}

/// The zones that need no file: they have never changed their offset and never will.
enum FixedZones {
    static let utc = HaystackTimeZone(name: "UTC", fullName: "Etc/UTC", rules: ZoneRules(fixedOffset: 0, abbreviation: "UTC"))
    static let rel = HaystackTimeZone(name: "Rel", fullName: "Etc/Rel", rules: ZoneRules(fixedOffset: 0, abbreviation: "Rel"))

    static let byFullName: [String: HaystackTimeZone] = {
        var zones = [utc, rel]
        for city in ["UCT", "Universal", "Zulu"] { zones.append(zone(city, hours: 0, "UTC")) }
        for city in ["GMT", "GMT0", "GMT+0", "GMT-0", "Greenwich"] { zones.append(zone(city, hours: 0, "GMT")) }
        // The sign in these names is that of POSIX: GMT+3 is three hours behind UTC.
        for behind in 1...12 { zones.append(zone("GMT+\(behind)", hours: -behind, behind < 10 ? "-0\(behind)" : "-\(behind)")) }
        for ahead in 1...14 { zones.append(zone("GMT-\(ahead)", hours: ahead, ahead < 10 ? "+0\(ahead)" : "+\(ahead)")) }
        return Dictionary(uniqueKeysWithValues: zones.map { ($0.fullName, $0) })
    }()

    private static func zone(_ city: String, hours: Int, _ abbreviation: String) -> HaystackTimeZone {
        HaystackTimeZone(name: city, fullName: "Etc/\(city)", rules: ZoneRules(fixedOffset: hours * 3600, abbreviation: abbreviation))
    }
}
