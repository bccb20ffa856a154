import Testing

@testable import HaystackCore

@Suite struct LocalTimeTests {
    typealias Offsets = HaystackTimeZone.LocalOffsets

    static func local(_ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int, _ second: Int = 0) -> Int64 {
        Int64(CivilDate.days(year: year, month: month, day: day) * 86_400 + hour * 3600 + minute * 60 + second)
    }

    @Test(arguments: [
        ("UTC", local(2026, 3, 8, 2, 30), Offsets.unique(0)),
        ("GMT+3", local(2026, 3, 8, 2, 30), .unique(-10_800)),
        ("New_York", local(2026, 1, 1, 0, 0), .unique(-18_000)),
        ("New_York", local(2026, 3, 8, 1, 59, 59), .unique(-18_000)),
        ("New_York", local(2026, 3, 8, 2, 0), .gap(before: -18_000, after: -14_400)),
        ("New_York", local(2026, 3, 8, 2, 59, 59), .gap(before: -18_000, after: -14_400)),
        ("New_York", local(2026, 3, 8, 3, 0), .unique(-14_400)),
        ("New_York", local(2026, 11, 1, 0, 59, 59), .unique(-14_400)),
        ("New_York", local(2026, 11, 1, 1, 0), .ambiguous(earlier: -14_400, later: -18_000)),
        ("New_York", local(2026, 11, 1, 1, 59, 59), .ambiguous(earlier: -14_400, later: -18_000)),
        ("New_York", local(2026, 11, 1, 2, 0), .unique(-18_000)),
        // Beyond the transitions of any file: the rule.
        ("New_York", local(2099, 3, 8, 2, 30), .gap(before: -18_000, after: -14_400)),
        ("New_York", local(2099, 11, 1, 1, 30), .ambiguous(earlier: -14_400, later: -18_000)),
        ("Sydney", local(2026, 4, 5, 2, 30), .ambiguous(earlier: 39_600, later: 36_000)),
        ("Sydney", local(2026, 10, 4, 2, 30), .gap(before: 36_000, after: 39_600)),
        // Half an hour only.
        ("Lord_Howe", local(2026, 10, 4, 2, 15), .gap(before: 37_800, after: 39_600)),
        ("Lord_Howe", local(2026, 10, 4, 2, 30), .unique(39_600)),
        ("Dublin", local(2026, 3, 29, 1, 30), .gap(before: 0, after: 3600)),
        ("Dublin", local(2026, 10, 25, 1, 30), .ambiguous(earlier: 3600, later: 0)),
        // Samoa left out December 30, 2011.
        ("Apia", local(2011, 12, 29, 23, 59, 59), .unique(-36_000)),
        ("Apia", local(2011, 12, 30, 12, 0), .gap(before: -36_000, after: 50_400)),
        ("Apia", local(2011, 12, 31, 0, 0), .unique(50_400)),
        // A rule with a time before its day.
        ("Nuuk", local(2026, 3, 28, 23, 30), .gap(before: -7200, after: -3600)),
    ])
    func `a wall clock shows a time once, twice or never`(city: String, local: Int64, expected: Offsets) throws {
        #expect(try HaystackTimeZone.named(city).offsets(ofLocalSeconds: local) == expected)
    }

    @Test(arguments: ["New_York", "Sydney", "Dublin", "Apia", "Casablanca", "Kiritimati", "Troll", "Nuuk", "Monrovia"])
    func `local times around every transition lead back to their instants`(city: String) throws {
        let zone = try HaystackTimeZone.named(city)
        var time = LocalTimeTests.local(1850, 1, 1, 0, 0)
        while time < LocalTimeTests.local(2110, 1, 1, 0, 0) {
            let (range, offset) = zone.span(containing: time)
            for instant in [range.lowerBound, range.lowerBound.addingClamped(1), range.upperBound.subtractingClamped(1)] {
                guard instant > .min + 100_000, instant < .max - 100_000 else { continue }
                switch zone.offsets(ofLocalSeconds: instant + Int64(offset)) {
                case .unique(let found): #expect(found == offset)
                case .ambiguous(let earlier, let later): #expect((earlier == offset || later == offset) && earlier > later)
                case .gap: Issue.record("\(instant) in \(city) is shown by no clock")
                }
            }
            guard range.upperBound < .max else { break }
            time = range.upperBound
        }
    }

    @Test(arguments: ["UTC", "New_York", "Tokyo"], [Int64.min, .min + 1, .max - 1, .max])
    func `the ends of the number line are no trap`(city: String, time: Int64) throws {
        let zone = try HaystackTimeZone.named(city)
        _ = zone.offset(atSeconds: time)
        _ = zone.abbreviation(atSeconds: time)
        _ = zone.span(containing: time)
        _ = zone.offsets(ofLocalSeconds: time)
    }
}
