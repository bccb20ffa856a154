/// A day of the calendar, without a time or zone: `2026-03-13`.
///
/// Haystack's kind is called Date; the longer name keeps clear of Foundation's `Date`, which most programs import beside this module.
public struct HaystackDate: Sendable, Hashable, Comparable {
    private let packed: Int32

    /// Year, 0 to 9999 in the proleptic Gregorian calendar.
    public var year: Int { Int(packed >> 9) }
    /// Month, 1 to 12.
    public var month: Int { Int(packed >> 5) & 0xf }
    /// Day of the month, from 1.
    public var day: Int { Int(packed) & 0x1f }

    /// Makes a date.
    ///
    /// - Throws: `.range` where there is no such day.
    public init(_ year: Int, _ month: Int, _ day: Int) throws(HaystackError) {
        guard (0...9999).contains(year), CivilDate.isValid(year: year, month: month, day: day) else {
            throw HaystackError(.range, "found the date \(year)-\(month)-\(day), expected a day of the years 0 to 9999")
        }
        self.packed = Int32(year << 9 | month << 5 | day)
    }

    /// Days since 1970-01-01; negative before.
    public var daysSince1970: Int { CivilDate.days(year: year, month: month, day: day) }

    /// The date a number of days after 1970-01-01.
    ///
    /// - Throws: `.range` outside the years 0 to 9999.
    public init(daysSince1970 days: Int) throws(HaystackError) {
        guard (-719_528...2_932_896).contains(days) else {
            throw HaystackError(.range, "found day \(days) since 1970, expected a day of the years 0 to 9999")
        }
        self.init(checkedDaysSince1970: days)
    }

    /// The date of a day that is known to be within the years 0 to 9999.
    package init(checkedDaysSince1970 days: Int) {
        let civil = CivilDate.civil(days: days)
        self.packed = Int32(civil.year << 9 | civil.month << 5 | civil.day)
    }

    /// The date of parts that decoders have checked.
    package init(checkedYear year: Int, month: Int, day: Int) {
        self.packed = Int32(year << 9 | month << 5 | day)
    }

    /// Earlier days first.
    public static func < (left: HaystackDate, right: HaystackDate) -> Bool { left.packed < right.packed }
}

extension HaystackDate: CustomStringConvertible {
    /// `YYYY-MM-DD`.
    public var description: String {
        var sink = ByteSink(capacity: 10)
        sink.append(date: self)
        return sink.makeString()
    }
}
