import Testing

@testable import haystack

@Suite struct HumanUnitsTests {
    @Test(arguments: [
        (0, "0B"), (999, "999B"), (1000, "1kB"), (1234, "1.23kB"), (12_345, "12.3kB"), (281_380_307, "281MB"), (999_600, "1000kB"),
        (1_297_944_027, "1.3GB"), (99_960_000, "100MB"), (5_000_000_000_000, "5TB"),
    ])
    func `sizes have three digits`(bytes: Int, text: String) {
        #expect(HumanUnits.size(bytes) == text)
    }

    @Test(arguments: [
        (0, "Less than a second"), (1, "1 second"), (59, "59 seconds"), (60, "About a minute"), (119, "About a minute"), (120, "2 minutes"),
        (45 * 60, "45 minutes"), (46 * 60, "About an hour"), (89 * 60, "About an hour"), (90 * 60, "2 hours"), (47 * 3600, "47 hours"),
        (48 * 3600, "2 days"), (13 * 86400, "13 days"), (14 * 86400, "2 weeks"), (59 * 86400, "8 weeks"), (60 * 86400, "2 months"),
        (700 * 86400, "23 months"), (730 * 86400, "2 years"),
    ])
    func `ages are those of the docker command`(seconds: Int, text: String) {
        #expect(HumanUnits.age(seconds: seconds) == text)
    }
}
