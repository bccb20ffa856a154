import Testing

@testable import HaystackCore

@Suite struct PosixRuleTests {
    /// A rule and the offset it gives at a time of the UTC clock.
    struct Sample: Sendable, CustomTestStringConvertible {
        let rule: String
        let utc: (year: Int, month: Int, day: Int, second: Int)
        let offset: Int
        let abbreviation: String

        init(_ rule: String, _ year: Int, _ month: Int, _ day: Int, at second: Int, _ offset: Int, _ abbreviation: String) {
            self.rule = rule
            self.utc = (year, month, day, second)
            self.offset = offset
            self.abbreviation = abbreviation
        }

        var seconds: Int64 { Int64(CivilDate.days(year: utc.year, month: utc.month, day: utc.day) * 86_400 + utc.second) }
        var testDescription: String { "\(rule) \(utc)" }
    }

    static let eastern = "EST5EDT,M3.2.0,M11.1.0"
    static let godthab = "<-02>2<-01>,M3.5.0/-1,M10.5.0/0"
    static let samples = [
        Sample("UTC0", 2026, 1, 1, at: 0, 0, "UTC"),
        Sample("<+0330>-3:30", 2026, 7, 1, at: 0, 12_600, "+0330"),
        Sample("<-00>0", 2026, 7, 1, at: 0, 0, "-00"),
        Sample("LMT-1:02:03", 2026, 7, 1, at: 0, 3723, "LMT"),
        // Second Sunday of March 2026 is the 8th: 2:00 EST is 7:00 UTC. First Sunday of November is the 1st: 2:00 EDT is 6:00 UTC.
        Sample(eastern, 2026, 3, 8, at: 25_199, -18_000, "EST"),
        Sample(eastern, 2026, 3, 8, at: 25_200, -14_400, "EDT"),
        Sample(eastern, 2026, 11, 1, at: 21_599, -14_400, "EDT"),
        Sample(eastern, 2026, 11, 1, at: 21_600, -18_000, "EST"),
        Sample(eastern, 2426, 3, 8, at: 25_199, -18_000, "EST"),
        Sample(eastern, 2426, 3, 8, at: 25_200, -14_400, "EDT"),
        Sample(eastern, 1626, 3, 8, at: 25_200, -14_400, "EDT"),
        // The southern half: daylight saving spans the new year.
        Sample("AEST-10AEDT,M10.1.0,M4.1.0/3", 2026, 1, 1, at: 0, 39_600, "AEDT"),
        Sample("AEST-10AEDT,M10.1.0,M4.1.0/3", 2026, 12, 31, at: 86_399, 39_600, "AEDT"),
        Sample("AEST-10AEDT,M10.1.0,M4.1.0/3", 2026, 4, 4, at: 57_599, 39_600, "AEDT"),
        Sample("AEST-10AEDT,M10.1.0,M4.1.0/3", 2026, 4, 4, at: 57_600, 36_000, "AEST"),
        // Dublin: summer time is the standard, winter time is behind it.
        Sample("IST-1GMT0,M10.5.0,M3.5.0/1", 2026, 1, 1, at: 0, 0, "GMT"),
        Sample("IST-1GMT0,M10.5.0,M3.5.0/1", 2026, 7, 1, at: 0, 3600, "IST"),
        // A negative time of day: the last Sunday of March 2026 is the 29th, and one hour before it, at −2 hours, is 1:00 UTC.
        Sample(godthab, 2026, 3, 29, at: 3599, -7200, "-02"),
        Sample(godthab, 2026, 3, 29, at: 3600, -3600, "-01"),
        // Hours beyond 24: Gaza's of some years; Thursday before the fourth Saturday.
        Sample("EET-2EEST,M3.4.4/50,M10.4.4/50", 2026, 3, 27, at: 86_399, 7200, "EET"),
        Sample("EET-2EEST,M3.4.4/50,M10.4.4/50", 2026, 3, 28, at: 0, 10_800, "EEST"),
        // Jn: day 60 is March 1 in every year. n: day 59 is February 29 in a leap year.
        Sample("AAA0BBB,J60/0,J300/0", 2028, 2, 29, at: 86_399, 0, "AAA"),
        Sample("AAA0BBB,J60/0,J300/0", 2028, 3, 1, at: 0, 3600, "BBB"),
        Sample("AAA0BBB,J59/0,J300/0", 2028, 2, 28, at: 0, 3600, "BBB"),
        Sample("AAA0BBB,59/0,300/0", 2028, 2, 29, at: 0, 3600, "BBB"),
        Sample("AAA0BBB,59/0,300/0", 2027, 2, 28, at: 86_399, 0, "AAA"),
        Sample("AAA0BBB,59/0,300/0", 2027, 3, 1, at: 0, 3600, "BBB"),
        // Daylight saving all year, as RFC 9636 writes it.
        Sample("XXX3EDT4,0/0,J365/23", 2026, 1, 1, at: 10_800, -14_400, "EDT"),
        Sample("XXX3EDT4,0/0,J365/23", 2026, 12, 31, at: 86_399, -14_400, "EDT"),
        Sample("XXX3EDT4,0/0,J365/23", 2028, 12, 31, at: 86_399, -14_400, "EDT"),
        Sample("XXX3EDT4,0/0,J365/23", 2027, 1, 1, at: 10_799, -14_400, "EDT"),
    ]

    @Test(arguments: samples)
    func `a rule gives the offset of any time`(sample: Sample) throws {
        let rule = try PosixRule(posix: Array(sample.rule.utf8))
        #expect(rule.offset(atSeconds: sample.seconds) == sample.offset)
        #expect(rule.abbreviation(atSeconds: sample.seconds) == sample.abbreviation)
    }

    @Test(arguments: [
        eastern, godthab, "AEST-10AEDT,M10.1.0,M4.1.0/3", "XXX3EDT4,0/0,J365/23", "AAA0BBB,0/-167,365/167", "AAA0BBB,365/167,0/-167",
        "AAA0BBB,J365/167,M1.1.0/-167", "AAA0BBB,M12.5.6/167,M12.5.6/167", "UTC0",
    ])
    func `stretches follow one another without holes and agree with the offsets`(text: String) throws {
        let rule = try PosixRule(posix: Array(text.utf8))
        var time = Int64(CivilDate.days(year: 1890, month: 1, day: 1)) * 86_400
        let end = Int64(CivilDate.days(year: 2410, month: 1, day: 1)) * 86_400
        var previous: PosixRule.Stretch?
        while time < end {
            let stretch = rule.stretch(containing: time)
            #expect(stretch.start <= time && time < stretch.end)
            #expect(previous == nil || previous?.end == stretch.start)
            let offset = stretch.isDaylight ? rule.daylight?.offset : rule.offset
            #expect(rule.offset(atSeconds: stretch.end.subtractingClamped(1)) == offset)
            guard stretch.end < .max else { break }
            previous = stretch
            time = stretch.end
        }
    }

    @Test(arguments: [eastern, godthab, "AEST-10AEDT,M10.1.0,M4.1.0/3"], [Int64.min, .min + 1, .max - 1, .max])
    func `the ends of the number line are no trap`(text: String, time: Int64) throws {
        let rule = try PosixRule(posix: Array(text.utf8))
        let stretch = rule.stretch(containing: time)
        #expect(stretch.start <= time && time <= stretch.end)
    }

    @Test(arguments: [
        ("", HaystackError.Code.syntax, 0), ("E5", .syntax, 1), ("EST", .syntax, 3), ("EST5EDT", .syntax, 7),
        ("EST5EDT,M3.2.0", .syntax, 14), ("EST5EDT,M3.2.0,", .syntax, 15), ("EST5EDT,M3.2.0,M11.1.0,", .syntax, 22), ("EST25", .range, 3),
        ("EST5:60", .range, 5),
        ("EST5EDT,M13.1.0,M11.1.0", .range, 9), ("EST5EDT,M0.1.0,M11.1.0", .range, 9), ("EST5EDT,M3.6.0,M11.1.0", .range, 11),
        ("EST5EDT,M3.2.7,M11.1.0", .range, 13), ("EST5EDT,J0,J1", .range, 9), ("EST5EDT,366,J1", .range, 8),
        ("EST5EDT,M3.2.0/168,J1", .range, 15), ("EST5EDT,M3.2.0/-168,J1", .range, 16), ("<+03-3", .syntax, 6), ("<+3!>-3", .syntax, 3),
        ("+03-3", .syntax, 0), ("EST5 ", .syntax, 4), ("EST99999999999999999999", .range, 3), ("EST-", .syntax, 4),
    ])
    func `a malformed rule is refused with its place`(text: String, code: HaystackError.Code, offset: Int) {
        do throws(HaystackError) {
            let rule = try PosixRule(posix: Array(text.utf8))
            Issue.record("accepted as \(rule)")
        } catch {
            #expect(error.code == code)
            #expect(error.position == .offset(offset))
        }
    }
}
