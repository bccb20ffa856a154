import Testing

@testable import HaystackCore

@Suite struct CalendarKindTests {
    @Test(arguments: [(0, 1, 1, -719_528), (9999, 12, 31, 2_932_896), (1970, 1, 1, 0), (2000, 2, 29, 11_016), (1969, 12, 31, -1)])
    func `a date has its parts and its day number`(year: Int, month: Int, day: Int, days: Int) throws {
        let date = try HaystackDate(year, month, day)
        #expect([date.year, date.month, date.day] == [year, month, day])
        #expect(date.daysSince1970 == days)
        #expect(try HaystackDate(daysSince1970: days) == date)
    }

    @Test(arguments: [
        (-1, 1, 1), (10_000, 1, 1), (2026, 0, 1), (2026, 13, 1), (2026, 2, 29), (2026, 4, 31), (2026, 1, 0), (2026, 1, 32), (Int.max, 1, 1),
        (Int.min, 1, 1), (2026, Int.max, 1), (2026, 1, Int.min),
    ])
    func `a day that the calendar lacks is refused`(year: Int, month: Int, day: Int) {
        #expect(throws: HaystackError(.range, "")) { try HaystackDate(year, month, day) }
    }

    @Test(arguments: [-719_529, 2_932_897, .min, .max])
    func `a day number outside the years 0 to 9999 is refused`(days: Int) {
        #expect(throws: HaystackError(.range, "")) { try HaystackDate(daysSince1970: days) }
    }

    @Test func `dates are ordered as days are`() throws {
        let days = [-719_528, -1, 0, 1, 58, 59, 60, 364, 365, 11_016, 2_932_896]
        #expect(try days.shuffled().map { try HaystackDate(daysSince1970: $0) }.sorted().map(\.daysSince1970) == days)
    }

    @Test(arguments: [(0, 1, 1, "0000-01-01"), (26, 3, 13, "0026-03-13"), (9999, 12, 31, "9999-12-31")])
    func `a date shows four digits of its year`(year: Int, month: Int, day: Int, text: String) throws {
        #expect(try HaystackDate(year, month, day).description == text)
    }

    @Test(arguments: [
        (0, 0, 0, 0, "00:00:00"), (23, 59, 59, 999_999_999, "23:59:59.999999999"), (8, 12, 5, 500_000_000, "08:12:05.5"),
        (8, 12, 5, 1, "08:12:05.000000001"),
        (8, 12, 5, 120_000_000, "08:12:05.12"),
    ])
    func `a time has its parts and shows the fraction that it has`(hour: Int, minute: Int, second: Int, nanosecond: Int, text: String)
        throws
    {
        let time = try HaystackTime(hour, minute, second, nanosecond: nanosecond)
        #expect([time.hour, time.minute, time.second, time.nanosecond] == [hour, minute, second, nanosecond])
        #expect(time.description == text)
    }

    @Test(arguments: [
        (24, 0, 0, 0), (-1, 0, 0, 0), (0, 60, 0, 0), (23, 59, 60, 0), (0, 0, 0, 1_000_000_000), (0, 0, 0, -1), (Int.max, 0, 0, 0),
        (0, Int.min, 0, 0),
    ])
    func `a time that no clock shows is refused`(hour: Int, minute: Int, second: Int, nanosecond: Int) {
        #expect(throws: HaystackError(.range, "")) { try HaystackTime(hour, minute, second, nanosecond: nanosecond) }
    }

    @Test(arguments: [-1, 86_400_000_000_000, .min, .max] as [Int64])
    func `nanoseconds outside of one day are refused`(nanoseconds: Int64) {
        #expect(throws: HaystackError(.range, "")) { try HaystackTime(nanosecondsSinceMidnight: nanoseconds) }
    }
}
