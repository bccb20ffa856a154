import Testing

@testable import HaystackCore

@Suite struct DateTimeTests {
    static func made(_ date: (Int, Int, Int), _ time: (Int, Int, Int), _ zone: String) throws -> DateTime {
        DateTime_(try HaystackDate(date.0, date.1, date.2), try HaystackTime(time.0, time.1, time.2), zone: try .named(zone))
    }

    private static func DateTime_(_ date: HaystackDate, _ time: HaystackTime, zone: HaystackTimeZone) -> DateTime {
        // Every date of these tests can be held.
        try! DateTime(date, time, zone: zone)
    }

    @Test(arguments: [
        ((2026, 3, 13), (8, 12, 5), "New_York", "2026-03-13T08:12:05-04:00 New_York"),
        ((2026, 1, 1), (0, 0, 0), "UTC", "2026-01-01T00:00:00Z UTC"),
        ((2026, 1, 1), (0, 0, 0), "GMT+3", "2026-01-01T00:00:00-03:00 GMT+3"),
        ((2026, 7, 1), (0, 0, 0), "Kolkata", "2026-07-01T00:00:00+05:30 Kolkata"),
        ((1969, 12, 31), (23, 59, 59), "UTC", "1969-12-31T23:59:59Z UTC"),
        ((1950, 6, 7), (1, 2, 0), "New_York", "1950-06-07T01:02:00-04:00 New_York"),
        // The clocks jump over it: read with the offset before.
        ((2026, 3, 8), (2, 30, 0), "New_York", "2026-03-08T03:30:00-04:00 New_York"),
        // The clocks show it twice: the first of the two.
        ((2026, 11, 1), (1, 30, 0), "New_York", "2026-11-01T01:30:00-04:00 New_York"),
        // Samoa left the day out.
        ((2011, 12, 30), (12, 0, 0), "Apia", "2011-12-31T12:00:00+14:00 Apia"),
        // Seconds in the offset: shown in whole minutes, at the same instant.
        ((1800, 1, 1), (0, 0, 0), "New_York", "1800-01-01T00:00:02-04:56 New_York"),
    ])
    func `a wall clock's date and time make an instant`(date: (Int, Int, Int), time: (Int, Int, Int), zone: String, text: String) throws {
        #expect(try DateTimeTests.made(date, time, zone).description == text)
    }

    @Test(
        arguments: ["UTC", "New_York", "Kiritimati", "Kolkata", "Apia", "Troll"],
        [-1_000_000_000_000_000_001, -1, 0, 1, 826_632_725_123_456_789] as [Int64]
    )
    func `date and time of an instant lead back to it`(zone: String, ticks: Int64) throws {
        let dateTime = DateTime(ticks: ticks, zone: try .named(zone))
        #expect(try DateTime(dateTime.date, dateTime.time, zone: dateTime.zone) == dateTime)
    }

    @Test(arguments: [
        (Int64.min, "UTC", "1707-09-22T00:12:43.145224192Z UTC"), (.max, "UTC", "2292-04-10T23:47:16.854775807Z UTC"),
        (.min, "GMT-14", "1707-09-22T14:12:43.145224192+14:00 GMT-14"), (.max, "GMT-14", "2292-04-11T13:47:16.854775807+14:00 GMT-14"),
        (.min, "GMT+12", "1707-09-21T12:12:43.145224192-12:00 GMT+12"), (.max, "GMT+12", "2292-04-10T11:47:16.854775807-12:00 GMT+12"),
    ])
    func `the first and the last instant show like any other`(ticks: Int64, zone: String, text: String) throws {
        #expect(DateTime(ticks: ticks, zone: try .named(zone)).description == text)
    }

    @Test(arguments: [Int64.min, .min + 1, -854_775_808, -1, 0, 1, .max - 1, .max])
    func `every instant's text reads back to it`(ticks: Int64) throws {
        let text = DateTime(ticks: ticks, zone: .utc).description
        #expect(CalendarText.instant(String(text.prefix { $0 != " " }))?.ticks == ticks)
    }

    @Test(arguments: [
        ("1707-09-22T00:12:43.145224191Z"), "2292-04-10T23:47:16.854775808Z", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z",
    ])
    func `an instant beyond the first and the last is refused`(text: String) {
        #expect(CalendarText.instant(text) == nil)
    }

    @Test(arguments: [(0, 1, 1), (1707, 9, 20), (2292, 4, 12), (9999, 12, 31)])
    func `a date that ticks cannot reach is refused`(year: Int, month: Int, day: Int) throws {
        let date = try HaystackDate(year, month, day)
        let noon = try HaystackTime(12, 0)
        #expect(throws: HaystackError(.range, "")) { try DateTime(date, noon, zone: .utc) }
    }

    @Test func `an offset that differs from the zone's is kept`() throws {
        let dateTime = DateTime(ticks: 0, zone: try .named("New_York"), offsetSeconds: 3600)
        #expect(dateTime.offsetSeconds == 3600)
        #expect(dateTime.description == "2000-01-01T01:00:00+01:00 New_York")
        #expect(!dateTime.hasRuledOffset)
    }

    @Test func `an offset that is the zone's own is not kept`() throws {
        #expect(DateTime(ticks: 0, zone: try .named("New_York"), offsetSeconds: -18_000).hasRuledOffset)
    }

    @Test(arguments: [(Int.max, "+23:59"), (Int.min, "-23:59"), (86_400, "+23:59"), (Int(Int32.min), "-23:59")], [Int64.min, 0, .max])
    func `an offset of a day or more is taken as the largest`(offset: (seconds: Int, text: String), ticks: Int64) {
        #expect(DateTime(ticks: ticks, zone: .utc, offsetSeconds: offset.seconds).description.contains(offset.text))
    }

    @Test func `date-times are ordered by instant, then by the zone's name`() throws {
        let newYork = try HaystackTimeZone.named("New_York")
        let ordered = [
            DateTime(ticks: .min, zone: .utc), DateTime(ticks: -1, zone: .utc), DateTime(ticks: 0, zone: newYork),
            DateTime(ticks: 0, zone: .utc),
            DateTime(ticks: .max, zone: newYork),
        ]
        for (left, earlier) in ordered.enumerated() {
            for (right, later) in ordered.enumerated() {
                #expect((earlier < later) == (left < right))
                #expect((earlier == later) == (left == right))
            }
        }
    }
}
