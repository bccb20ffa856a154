import Testing

@testable import HaystackCore

@Suite struct CivilDateTests {
    @Test(arguments: [
        (1970, 1, 1, 0), (1969, 12, 31, -1), (2000, 2, 29, 11_016), (2000, 3, 1, 11_017), (1900, 3, 1, -25_508), (2026, 3, 13, 20_525),
        (1, 1, 1, -719_162), (0, 3, 1, -719_468), (0, 2, 29, -719_469), (-1, 12, 31, -719_529), (9999, 12, 31, 2_932_896),
    ])
    func `a date and its day number convert both ways`(year: Int, month: Int, day: Int, days: Int) {
        #expect(CivilDate.days(year: year, month: month, day: day) == days)
        #expect(CivilDate.civil(days: days) == (year, month, day))
    }

    @Test func `day numbers follow the calendar day by day for more than 400 years`() {
        var days = CivilDate.days(year: 1795, month: 1, day: 1)
        var mismatches = 0
        for year in 1795...2205 {
            for month in 1...12 {
                for day in 1...CivilDate.daysInMonth(year: year, month: month) {
                    if CivilDate.days(year: year, month: month, day: day) != days || CivilDate.civil(days: days) != (year, month, day) {
                        mismatches += 1
                    }
                    days += 1
                }
            }
        }
        #expect(mismatches == 0)
    }

    @Test(arguments: [
        (2024, 2, 29, true), (2023, 2, 29, false), (1900, 2, 29, false), (2000, 2, 29, true), (2026, 4, 31, false), (2026, 12, 31, true),
        (2026, 0, 1, false), (2026, 13, 1, false), (2026, 1, 0, false), (2026, 7, 31, true), (2026, 8, 31, true), (2026, 9, 31, false),
        (0, 2, 29, true), (-4, 2, 29, true), (2026, 1, -1, false), (2026, 1, 32, false),
    ])
    func `a date is valid when the calendar has it`(year: Int, month: Int, day: Int, expected: Bool) {
        #expect(CivilDate.isValid(year: year, month: month, day: day) == expected)
    }
}
