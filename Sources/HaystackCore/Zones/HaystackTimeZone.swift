/// A time zone of the IANA database, known in Haystack by its city name.
///
/// Zones come from the zoneinfo folder of the system (or the one that the environment variable `TZDIR` names) and are kept once loaded, so
/// that there is one object for each zone. `UTC`, `GMT`, the `GMT±N` zones and `Rel` need no database.
///
/// ```swift
/// let zone = try HaystackTimeZone.named("New_York")
/// zone.fullName                              // America/New_York
/// zone.offset(atSeconds: 1_773_403_200)      // -14400: seconds east of UTC on 2026-03-13 at noon UTC
/// zone.abbreviation(atSeconds: 0)            // EST
/// ```
public final class HaystackTimeZone: Sendable {
    /// Haystack's name: the last part of the full name, such as `New_York`, `UTC`, `GMT+3` or `Rel`.
    ///
    /// Where several zones share a city (`US/Eastern` and `Canada/Eastern`), the bare city means one of them; the name of the others is
    /// their full name. A name always reads back to its zone.
    public let name: String
    /// The name in the IANA database, such as `America/New_York` or `Etc/UTC`. Haystack's own `Rel` is `Etc/Rel`.
    public let fullName: String
    private let rules: ZoneRules

    init(name: String, fullName: String, rules: ZoneRules) {
        self.name = name
        self.fullName = fullName
        self.rules = rules
    }
}

// MARK: Finding zones

extension HaystackTimeZone {
    /// Coordinated Universal Time.
    public static var utc: HaystackTimeZone { FixedZones.utc }

    /// Haystack's zone for times that are relative to wherever they are read: its offset is 0.
    public static var rel: HaystackTimeZone { FixedZones.rel }

    /// The zone of a city (`New_York`), a full name (`America/New_York`) or the end of only one full name (`Argentina/Buenos_Aires`).
    ///
    /// `GMT+3` is three hours behind UTC: these names keep the sign that POSIX gave them. Where several full names share a city, the one
    /// that the database's `zone1970.tab` or `zone.tab` lists is meant, else the one in the first region of Africa, America, Antarctica,
    /// Arctic, Asia, Atlantic, Australia, Europe, Indian, Pacific, Etc, others.
    ///
    /// Throws ``HaystackError/Code/unknownZone`` for what is not in the database, or when there is none. A zone file that cannot be read or
    /// is malformed gives other codes.
    public static func named(_ name: String) throws(HaystackError) -> HaystackTimeZone {
        try named(utf8: Array(name.utf8).span)
    }

    /// The zone of a name in UTF-8. Once found, a name costs a hash of its bytes and makes no string.
    package static func named(utf8 name: Span<UInt8>) throws(HaystackError) -> HaystackTimeZone {
        try ZoneDatabase.system.zone(named: name)
    }

    /// The city names of all zones, sorted. The first call reads the start of each zone file of the system.
    public static var names: [String] { ZoneDatabase.system.names }
}

// MARK: Offsets

extension HaystackTimeZone {
    /// The zone's offset at a time, in seconds east of UTC.
    ///
    /// The argument counts seconds since 1970-01-01T00:00:00Z, without leap seconds.
    public func offset(atSeconds seconds: Int64) -> Int {
        rules.offset(atSeconds: seconds)
    }

    /// The abbreviation in use at a time, such as `EST`, or `-03` where there is none of letters.
    public func abbreviation(atSeconds seconds: Int64) -> String {
        rules.abbreviation(atSeconds: seconds)
    }

    /// A range of seconds around a time in which the offset does not change, and that offset: what a codec keeps for a column of
    /// increasing times. A range that ends with `Int64.max` has no end.
    package func span(containing seconds: Int64) -> (range: Range<Int64>, offset: Int) {
        rules.span(containing: seconds)
    }

    /// The offsets, in seconds east of UTC, that a wall clock of the zone may have when it shows a time.
    public enum LocalOffsets: Hashable, Sendable {
        /// The clock shows the time once.
        case unique(Int)
        /// The clock shows the time twice, because it was set back: first with one offset, later with the other.
        case ambiguous(earlier: Int, later: Int)
        /// The clock never shows the time, because it was set ahead over it: from one offset to the other.
        case gap(before: Int, after: Int)
    }

    /// The offsets that a local time may have.
    ///
    /// The argument is what the wall clock shows, as seconds since its 1970-01-01T00:00:00. Less an offset of the result, it counts from
    /// 1970-01-01T00:00:00Z.
    public func offsets(ofLocalSeconds local: Int64) -> LocalOffsets {
        rules.offsets(ofLocalSeconds: local)
    }
}

extension ZoneRules {
    /// See ``HaystackTimeZone/offsets(ofLocalSeconds:)``.
    func offsets(ofLocalSeconds local: Int64) -> HaystackTimeZone.LocalOffsets {
        // The instants that any offset at all could make of this local time lie between these two.
        let first = local.subtractingClamped(Int64(Self.offsetLimits.upperBound))
        let last = local.subtractingClamped(Int64(Self.offsetLimits.lowerBound))
        var span = span(containing: first)
        if span.range.upperBound > last { return .unique(span.offset) }

        var found: (earlier: Int, later: Int)?
        var gap: (before: Int, after: Int)?
        while true {
            if span.range.contains(local.subtractingClamped(Int64(span.offset))) {
                found = (found?.earlier ?? span.offset, span.offset)
            }
            let change = span.range.upperBound
            guard change <= last, change < .max else { break }
            let next = self.span(containing: change)
            let showsBefore = change.addingClamped(Int64(span.offset))
            let showsAfter = change.addingClamped(Int64(next.offset))
            if gap == nil, showsBefore <= local, local < showsAfter { gap = (span.offset, next.offset) }
            span = next
        }
        if let (earlier, later) = found { return earlier == later ? .unique(earlier) : .ambiguous(earlier: earlier, later: later) }
        if let gap { return .gap(before: gap.before, after: gap.after) }
        // Only at the ends of Int64, where instants were clamped.
        return .unique(offset(atSeconds: local))
    }
}

// MARK: Conformances

extension HaystackTimeZone: Hashable {
    /// Zones are equal when they are the same zone of the database; `US/Eastern` is not `America/New_York`.
    public static func == (left: HaystackTimeZone, right: HaystackTimeZone) -> Bool {
        left === right
    }

    /// Hashes the zone's identity.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(ObjectIdentifier(self))
    }
}

extension HaystackTimeZone: Comparable {
    /// Zones are ordered by their names.
    public static func < (left: HaystackTimeZone, right: HaystackTimeZone) -> Bool {
        left.name < right.name
    }
}

extension HaystackTimeZone: CustomStringConvertible {
    /// The zone's name.
    public var description: String { name }
}
