/// An instant to the nanosecond, in a time zone: `2026-03-13T08:12:05-04:00 New_York`.
///
/// It is kept as ``ticks`` and its zone; the offset from UTC follows from the zone's rules. Two date-times are equal when instant
/// and zone are. Instants from 1707-09-22 to 2292-04-10 can be held, which is also what Brio carries.
public struct DateTime: Sendable {
    /// Nanoseconds since 2000-01-01T00:00:00Z.
    public let ticks: Int64
    /// Seconds east of UTC as the text gave them, where that differs from the zone's own rules; otherwise `noOffset`.
    private let givenOffset: Int32
    /// The time zone.
    public let zone: HaystackTimeZone

    private static let noOffset = Int32.min
    /// 23:59, the largest that text has.
    private static let largestOffset = 86_340
    /// Seconds from 1970-01-01 to 2000-01-01.
    package static let epochSeconds: Int64 = 946_684_800
    @inlinable package static var nanosecondsPerSecond: Int64 { 1_000_000_000 }

    /// Makes the date-time of an instant in a zone.
    public init(ticks: Int64, zone: HaystackTimeZone) {
        self.ticks = ticks
        self.zone = zone
        self.givenOffset = DateTime.noOffset
    }

    /// Makes the date-time of an instant whose text gave an offset; the offset is kept only where the zone's rules say another. Offsets
    /// are less than a day: a larger one is taken as the largest.
    public init(ticks: Int64, zone: HaystackTimeZone, offsetSeconds: Int) {
        self.ticks = ticks
        self.zone = zone
        let ruled = zone.offset(atSeconds: DateTime.unixSeconds(ticks: ticks))
        self.givenOffset = ruled == offsetSeconds ? DateTime.noOffset : Int32(min(max(offsetSeconds, -DateTime.largestOffset), DateTime.largestOffset))
    }

    /// Makes the date-time at which a zone's wall clocks show a date and time. Where clocks go back and show it twice, the
    /// earlier instant is taken; where they jump over it, the time is read with the offset before the jump.
    ///
    /// - Throws: `.range` outside the years 1707 to 2292.
    public init(_ date: HaystackDate, _ time: HaystackTime, zone: HaystackTimeZone) throws(HaystackError) {
        let nanoseconds = time.nanosecondsSinceMidnight
        let local = Int64(date.daysSince1970) * 86_400 + nanoseconds / DateTime.nanosecondsPerSecond
        let offset =
            switch zone.offsets(ofLocalSeconds: local) {
            case .unique(let offset), .ambiguous(let offset, _), .gap(let offset, _): offset
            }
        self.init(
            ticks: try DateTime.ticks(unixSeconds: local - Int64(offset), nanosecond: Int(nanoseconds % DateTime.nanosecondsPerSecond)),
            zone: zone
        )
    }

    /// Seconds east of UTC: as the text gave it, else by the zone's rules.
    public var offsetSeconds: Int {
        givenOffset == DateTime.noOffset ? zone.offset(atSeconds: unixSeconds) : Int(givenOffset)
    }

    /// Whether the offset is the one of the zone's rules, so that ticks and zone are all there is to keep.
    package var hasRuledOffset: Bool { givenOffset == DateTime.noOffset }

    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    public var unixSeconds: Int64 { DateTime.unixSeconds(ticks: ticks) }

    /// The date that the zone's wall clocks show.
    public var date: HaystackDate {
        // Ticks span less than 600 years around 2000, so the date always exists.
        HaystackDate(checkedDaysSince1970: local.days)
    }

    /// The time of day that the zone's wall clocks show.
    public var time: HaystackTime {
        HaystackTime(checkedNanoseconds: local.nanoseconds)
    }

    /// Days since 1970 and nanoseconds of the day on the zone's wall clocks.
    package var local: (days: Int, nanoseconds: Int64) {
        DateTime.local(ticks: ticks, offsetSeconds: offsetSeconds)
    }
}

// MARK: - Arithmetic between ticks, seconds and wall clocks

extension DateTime {
    package static func unixSeconds(ticks: Int64) -> Int64 {
        floorDivide(ticks, nanosecondsPerSecond) + epochSeconds
    }

    package static func local(ticks: Int64, offsetSeconds: Int) -> (days: Int, nanoseconds: Int64) {
        let seconds = floorDivide(ticks, nanosecondsPerSecond)
        // Wrapping, for the first second that 64 bits hold is not held whole.
        let fraction = ticks &- seconds &* nanosecondsPerSecond
        let localSeconds = seconds + epochSeconds + Int64(offsetSeconds)
        let days = floorDivide(localSeconds, 86_400)
        return (Int(days), (localSeconds - days * 86_400) * nanosecondsPerSecond + fraction)
    }

    /// The ticks of an instant.
    ///
    /// - Throws: `.range` where they do not fit 64 bits.
    package static func ticks(unixSeconds: Int64, nanosecond: Int) throws(HaystackError) -> Int64 {
        let (difference, early) = unixSeconds.subtractingReportingOverflow(epochSeconds)
        var seconds = difference
        var rest = Int64(nanosecond)
        // Counted from the next second, so that the first second which 64 bits hold in part can be reached.
        if seconds < 0, rest > 0 {
            seconds += 1
            rest -= nanosecondsPerSecond
        }
        let (scaled, large) = seconds.multipliedReportingOverflow(by: nanosecondsPerSecond)
        let (ticks, late) = scaled.addingReportingOverflow(rest)
        guard !early, !large, !late else {
            throw HaystackError(.range, "found an instant \(unixSeconds) s from 1970, expected one of the years 1707 to 2292")
        }
        return ticks
    }

    private static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
        let quotient = value / divisor
        return value % divisor < 0 ? quotient - 1 : quotient
    }
}

extension DateTime: Hashable, Comparable {
    /// True where instant and zone are the same.
    public static func == (left: DateTime, right: DateTime) -> Bool {
        left.ticks == right.ticks && left.zone == right.zone
    }

    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(ticks)
        hasher.combine(zone)
    }

    /// By instant; the same instant by the zone's name.
    public static func < (left: DateTime, right: DateTime) -> Bool {
        left.ticks == right.ticks ? left.zone < right.zone : left.ticks < right.ticks
    }
}

extension DateTime: CustomStringConvertible {
    /// As Zinc writes it: `2026-03-13T08:12:05-04:00 New_York`.
    public var description: String {
        var sink = ByteSink(capacity: 48)
        sink.append(dateTime: self)
        return sink.makeString()
    }
}
