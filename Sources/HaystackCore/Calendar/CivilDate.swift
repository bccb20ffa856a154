/// Conversions between a date of the proleptic Gregorian calendar and its number of days since 1970-01-01.
///
/// Pure integer arithmetic without tables or loops. The calendar repeats every 400 years (146 097 days), and a year that is taken to start
/// in March has its leap day last, so that the month lengths before it follow one linear rule: five months always have 153 days.
///
/// Years are astronomical: 0 is the year before 1. Years of up to fifteen digits are safe from overflow.
package enum CivilDate {
    /// The days from 1970-01-01 to a date, negative before it. The date is taken to be valid.
    @inlinable
    package static func days(year: Int, month: Int, day: Int) -> Int {
        let marchYear = month > 2 ? year : year - 1
        let monthFromMarch = month > 2 ? month - 3 : month + 9
        let cycle = floorDivide(marchYear, 400)
        let yearOfCycle = marchYear - cycle * 400
        let dayOfYear = (monthFromMarch * 153 + 2) / 5 + day - 1
        let dayOfCycle = yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear
        return cycle * daysInCycle + dayOfCycle - daysFromMarchYearZero
    }

    /// The date that is a number of days after 1970-01-01.
    @inlinable
    package static func civil(days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + daysFromMarchYearZero
        let cycle = floorDivide(shifted, daysInCycle)
        let dayOfCycle = shifted - cycle * daysInCycle
        // Take out the leap days passed so far (one in 4 years, none in 100, one in 400): what is left divides into years of 365 days.
        let yearOfCycle = (dayOfCycle - dayOfCycle / 1460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
        let dayOfYear = dayOfCycle - (yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100)
        let monthFromMarch = (dayOfYear * 5 + 2) / 153
        let day = dayOfYear - (monthFromMarch * 153 + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (cycle * 400 + yearOfCycle + (month > 2 ? 0 : 1), month, day)
    }

    /// Whether the calendar has such a date.
    @inlinable
    package static func isValid(year: Int, month: Int, day: Int) -> Bool {
        guard month >= 1, month <= 12, day >= 1 else { return false }
        return day <= 28 || day <= daysInMonth(year: year, month: month)
    }

    /// Whether a year has a February 29.
    @inlinable
    package static func isLeap(year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    /// The length of a month that is in 1 to 12.
    @inlinable
    package static func daysInMonth(year: Int, month: Int) -> Int {
        if month == 2 { return isLeap(year: year) ? 29 : 28 }
        // 31 for odd months up to July and even ones from August on.
        return 30 + (month + month / 8) % 2
    }

    /// The days of 400 years.
    @usableFromInline package static let daysInCycle = 146_097

    /// The days from 0000-03-01 to 1970-01-01.
    @usableFromInline package static let daysFromMarchYearZero = 719_468

    /// Division that rounds toward negative infinity, for a positive divisor.
    @inlinable
    package static func floorDivide(_ dividend: Int, _ divisor: Int) -> Int {
        (dividend >= 0 ? dividend : dividend - (divisor - 1)) / divisor
    }
}
