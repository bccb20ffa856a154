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
        let start: Moment
        let end: Moment
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
        return stretch(of: daylight, containing: seconds).isDaylight ? daylight.offset : offset
    }

    /// The abbreviation at a time.
    func abbreviation(atSeconds seconds: Int64) -> String {
        guard let daylight else { return abbreviation }
        return stretch(of: daylight, containing: seconds).isDaylight ? daylight.abbreviation : abbreviation
    }

    /// The time around `seconds` in which the offset does not change.
    func stretch(containing seconds: Int64) -> Stretch {
        guard let daylight else { return Stretch(start: .min, end: .max, isDaylight: false) }
        return stretch(of: daylight, containing: seconds)
    }

    /// Weekdays and leap years repeat every 400 years, so the search runs in the cycle that starts in 2370: no far time can overflow, and
    /// no day number is negative.
    private func stretch(of daylight: Daylight, containing seconds: Int64) -> Stretch {
        let cycle = Int64(CivilDate.daysInCycle * 86_400)
        let remainder = seconds % cycle
        let moment = Int(remainder >= 0 ? remainder + cycle : remainder + 2 * cycle)

        // The year of daylight saving that started last. In the southern half, or with times beyond 24 hours, it is not the calendar's.
        var year = CivilDate.civil(days: (moment + offset) / 86_400).year
        var start = daylight.start.seconds(in: year) - offset
        while moment < start {
            year -= 1
            start = daylight.start.seconds(in: year) - offset
        }
        var end = daylight.end.seconds(in: year) - daylight.offset
        if end < start { end = daylight.end.seconds(in: year + 1) - daylight.offset }
        var next = daylight.start.seconds(in: year + 1) - offset
        while moment >= next {
            year += 1
            start = next
            end = daylight.end.seconds(in: year) - daylight.offset
            if end < start { end = daylight.end.seconds(in: year + 1) - daylight.offset }
            next = daylight.start.seconds(in: year + 1) - offset
        }

        let isDaylight = moment < end
        let from = isDaylight ? start : end
        let to = isDaylight ? min(end, next) : next
        return Stretch(
            start: seconds.subtractingClamped(Int64(moment - from)),
            end: seconds.addingClamped(Int64(to - moment)),
            isDaylight: isDaylight
        )
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
