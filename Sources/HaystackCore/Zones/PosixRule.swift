/// The rule for all times after the last transition of a zone file: a standard offset and, in most zones that still change their clocks,
/// the two moments of each year when daylight saving time starts and ends.
///
/// It is the `TZ` string of POSIX with the extensions of RFC 9636 section 3.3.1 (hours of −167…167 in the times of a rule).
struct PosixRule: Sendable, Equatable {
    /// Seconds east of UTC outside daylight saving time.
    let offset: Int
    /// The abbreviation outside daylight saving time, such as "EST".
    let abbreviation: String
    /// Nil in zones that keep one offset.
    let daylight: Daylight?

    /// What holds between the two moments of a year.
    struct Daylight: Sendable, Equatable {
        let offset: Int
        let abbreviation: String
        /// For each layout of a year, the seconds from 0:00 UTC on its January 1 to the start and to the end.
        private let starts: [Int]
        private let ends: [Int]

        /// A year has one of only 14 layouts (a weekday of January 1, leap or not), so the moments of all years are worked out here, once.
        init(offset: Int, abbreviation: String, standardOffset: Int, start: Moment, end: Moment) {
            self.offset = offset
            self.abbreviation = abbreviation
            var starts = [Int](repeating: 0, count: 14)
            var ends = starts
            for year in 1970..<1998 {  // 28 years in which each layout comes up.
                let (midnight, layout) = Self.newYear(year)
                starts[layout] = start.seconds(in: year) - standardOffset - midnight
                ends[layout] = end.seconds(in: year) - offset - midnight
            }
            self.starts = starts
            self.ends = ends
        }

        /// When daylight saving starts in a year, in seconds since 1970.
        func start(in year: Int) -> Int {
            let (midnight, layout) = Self.newYear(year)
            return midnight + starts[layout]
        }

        /// When the daylight saving that started at a time in a year ends: in the next year, where the year's own end comes first.
        func end(in year: Int, after start: Int) -> Int {
            let (midnight, layout) = Self.newYear(year)
            let end = midnight + ends[layout]
            if end >= start { return end }
            let (nextMidnight, nextLayout) = Self.newYear(year + 1)
            return nextMidnight + ends[nextLayout]
        }

        /// The start of a year from 1970 on, in seconds since 1970, and its layout.
        private static func newYear(_ year: Int) -> (midnight: Int, layout: Int) {
            let days = CivilDate.days(year: year, month: 1, day: 1)
            return (days * 86_400, days % 7 * 2 + (CivilDate.isLeap(year: year) ? 1 : 0))
        }
    }

    /// A moment of each year, by the wall clock that is in force just before it.
    struct Moment: Sendable, Equatable {
        let day: Day
        /// Seconds from that day's midnight: −167 to 167 hours.
        let time: Int
    }

    /// The three forms POSIX has for a day of the year.
    enum Day: Sendable, Equatable {
        /// `Mm.w.d`: the w-th weekday d (0 is Sunday) of month m, where week 5 is the last one.
        case weekday(month: Int, week: Int, weekday: Int)
        /// `Jn`: 1 to 365, where February 29 has no number.
        case withoutLeapDay(Int)
        /// `n`: 0 to 365, where February 29 counts.
        case ofYear(Int)
    }

    /// A stretch of time with one offset: from `start` up to, not including, `end`, in seconds since 1970-01-01T00:00:00Z.
    struct Stretch: Equatable {
        let start: Int64
        let end: Int64
        let isDaylight: Bool
    }
}

extension PosixRule {
    /// The offset at a time.
    func offset(atSeconds seconds: Int64) -> Int {
        guard let daylight else { return offset }
        return daylight.season(at: Self.foldedMoment(seconds)).isOn ? daylight.offset : offset
    }

    /// The abbreviation at a time.
    func abbreviation(atSeconds seconds: Int64) -> String {
        guard let daylight else { return abbreviation }
        return daylight.season(at: Self.foldedMoment(seconds)).isOn ? daylight.abbreviation : abbreviation
    }

    /// The time around `seconds` in which the offset does not change.
    func stretch(containing seconds: Int64) -> Stretch {
        guard let daylight else { return Stretch(start: .min, end: .max, isDaylight: false) }
        let moment = Self.foldedMoment(seconds)
        let season = daylight.season(at: moment)
        let next = daylight.start(in: season.year + 1)
        let from = season.isOn ? season.start : max(season.start, season.end)
        let to = season.isOn ? min(season.end, next) : next
        return Stretch(
            start: seconds.subtractingClamped(Int64(moment - from)),
            end: seconds.addingClamped(Int64(to - moment)),
            isDaylight: season.isOn
        )
    }

    /// The same moment in the 400 years from 2370 on. Weekdays and leap years repeat every 400 years, so no far time can overflow, and no
    /// day number is negative.
    private static func foldedMoment(_ seconds: Int64) -> Int {
        let cycle = Int64(CivilDate.daysInCycle * 86_400)
        let remainder = seconds % cycle
        return Int(remainder >= 0 ? remainder + cycle : remainder + 2 * cycle)
    }
}

extension PosixRule.Daylight {
    /// The daylight saving time that started last before a moment, in seconds since 1970; whether it is still on at the moment.
    ///
    /// The year it started in is not always that of the moment: in the southern half it spans the new year.
    fileprivate func season(at moment: Int) -> (year: Int, start: Int, end: Int, isOn: Bool) {
        var year = CivilDate.civil(days: moment / 86_400).year
        var start = start(in: year)
        while moment < start {
            year -= 1
            start = self.start(in: year)
        }
        // Two starts are never much less than a year apart, even if one of them is moved over the new year by its time of −167…167 hours.
        let shortestYear = 350 * 86_400
        while moment - start > shortestYear {
            let next = self.start(in: year + 1)
            if moment < next { break }
            year += 1
            start = next
        }
        let end = end(in: year, after: start)
        return (year, start, end, moment < end)
    }
}

extension PosixRule.Moment {
    /// The moment in a year, as seconds since 1970 of the wall clock.
    func seconds(in year: Int) -> Int {
        day.days(in: year) * 86_400 + time
    }
}

extension PosixRule.Day {
    /// The day in a year from 1970 on, as days since 1970-01-01.
    func days(in year: Int) -> Int {
        switch self {
        case .weekday(let month, let week, let weekday):
            let first = CivilDate.days(year: year, month: month, day: 1)
            let firstWeekday = (first + 4) % 7  // 1970-01-01 was a Thursday.
            var day = (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
            if day >= CivilDate.daysInMonth(year: year, month: month) { day -= 7 }
            return first + day
        case .withoutLeapDay(let number):
            let leap = number >= 60 && CivilDate.isLeap(year: year) ? 1 : 0
            return CivilDate.days(year: year, month: 1, day: 1) + number - 1 + leap
        case .ofYear(let number):
            return CivilDate.days(year: year, month: 1, day: 1) + number
        }
    }
}

extension Int64 {
    /// The sum, or the limit it would pass.
    func addingClamped(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other > 0 ? .max : .min) : sum
    }

    /// The difference, or the limit it would pass.
    func subtractingClamped(_ other: Int64) -> Int64 {
        let (difference, overflow) = subtractingReportingOverflow(other)
        return overflow ? (other > 0 ? .min : .max) : difference
    }
}
