import Testing

@testable import HaystackCore

@Suite struct ZoneNameTests {
    @Test(arguments: [
        ("New_York", "America/New_York", "New_York"), ("America/New_York", "America/New_York", "New_York"),
        ("UTC", "Etc/UTC", "UTC"), ("Etc/UTC", "Etc/UTC", "UTC"), ("GMT", "Etc/GMT", "GMT"), ("Etc/GMT", "Etc/GMT", "GMT"),
        ("GMT+3", "Etc/GMT+3", "GMT+3"), ("Etc/GMT-14", "Etc/GMT-14", "GMT-14"), ("Rel", "Etc/Rel", "Rel"), ("Etc/Rel", "Etc/Rel", "Rel"),
        ("Port-au-Prince", "America/Port-au-Prince", "Port-au-Prince"), ("DumontDUrville", "Antarctica/DumontDUrville", "DumontDUrville"),
        ("Buenos_Aires", "America/Argentina/Buenos_Aires", "Buenos_Aires"),
        ("Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires", "Buenos_Aires"),
        ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires", "Buenos_Aires"),
        ("Cordoba", "America/Argentina/Cordoba", "Cordoba"), ("Indianapolis", "America/Indiana/Indianapolis", "Indianapolis"),
        ("Kentucky/Louisville", "America/Kentucky/Louisville", "Louisville"), ("Istanbul", "Europe/Istanbul", "Istanbul"),
        ("Nicosia", "Asia/Nicosia", "Nicosia"), ("Singapore", "Asia/Singapore", "Singapore"),
        ("Longyearbyen", "Arctic/Longyearbyen", "Longyearbyen"), ("Knox", "America/Indiana/Knox", "Knox"),
    ])
    func `a name leads to its zone`(name: String, fullName: String, city: String) throws {
        let zone = try HaystackTimeZone.named(name)
        #expect(zone.fullName == fullName)
        #expect(zone.name == city)
        #expect(zone.description == city)
        #expect(try HaystackTimeZone.named(fullName) === zone)
        #expect(try HaystackTimeZone.named(utf8: Array(name.utf8).span) === zone)
    }

    @Test(arguments: [
        "", "/", "New_York/", "/America/New_York", "America//New_York", "../etc/passwd", "America/../America/New_York", "./UTC",
        "UTC\0", "new york", "Nowhere", "America/Nowhere", "York", "America", "posix/America/New_York", "right/UTC", "localtime",
        "posixrules", "zone.tab", "leapseconds", "GMT+13", "GMT-15", "Etc/GMT+03", "Zürich", "new_york", "America/New_York\n",
        String(repeating: "A", count: 100_000),
    ])
    func `a name that is no zone's is refused`(name: String) {
        do throws(HaystackError) {
            let zone = try HaystackTimeZone.named(name)
            Issue.record("found \(zone.fullName)")
        } catch {
            #expect(error.code == .unknownZone)
            #expect(error.message.utf8.count < 400)
        }
    }

    @Test func `every listed name is a zone of that name and reads back by its full name`() throws {
        let names = HaystackTimeZone.names
        #expect(names.count > 300)
        #expect(names == names.sorted())
        #expect(Set(names).count == names.count)
        for name in names {
            let zone = try HaystackTimeZone.named(name)
            #expect(zone.name == name)
            #expect(try HaystackTimeZone.named(zone.fullName) === zone)
        }
    }

    @Test func `every zone of the folder has a name that reads back to it`() throws {
        let folder = try #require(ZoneDatabase.system.folder)
        let catalog = ZoneCatalog(fullNames: folder.fullNames, listed: folder.listed)
        for fullName in folder.fullNames where fullName.utf8.contains(UInt8(ascii: "/")) {
            #expect(catalog.resolve(catalog.name(of: fullName)) == .zone(fullName: fullName))
        }
    }

    @Test(arguments: [
        ("Eastern", ZoneCatalog.Resolution.zone(fullName: "Canada/Eastern")), ("US/Eastern", .zone(fullName: "US/Eastern")),
        ("CET", .zone(fullName: "CET")),
        ("West", .zone(fullName: "Australia/West")), ("Town", .zone(fullName: "Pacific/Town")), ("Twin", .zone(fullName: "Asia/Twin")),
        ("Three", .zone(fullName: "America/Three")), ("A/Three", .zone(fullName: "America/A/Three")),
        ("Solo", .zone(fullName: "Asia/Solo")),
        ("Old/Twist", .ambiguous(["America/Old/Twist", "Asia/Old/Twist"])), ("Asia", .unknown), ("stern", .unknown), ("a/Three", .unknown),
    ])
    func `the table goes before the regions, regions before parts, parts before the alphabet`(
        name: String,
        expected: ZoneCatalog.Resolution
    ) {
        let fullNames = [
            "US/Eastern", "Canada/Eastern", "Brazil/West", "Australia/West", "Africa/Town", "Pacific/Town", "Europe/Twin", "Asia/Twin",
            "CET", "America/A/Three", "America/Three", "America/B/Three", "Solo", "Asia/Solo", "Asia/Old/Twist", "America/Old/Twist",
        ]
        let listed: Set = ["Pacific/Town"]
        #expect(ZoneCatalog(fullNames: fullNames, listed: listed).resolve(name) == expected)
        #expect(ZoneCatalog(fullNames: fullNames.reversed(), listed: listed).resolve(name) == expected)
    }

    @Test func `a zone whose city means another one is named in full`() {
        let catalog = ZoneCatalog(fullNames: ["US/Eastern", "Canada/Eastern"], listed: [])
        #expect(catalog.name(of: "Canada/Eastern") == "Eastern")
        #expect(catalog.name(of: "US/Eastern") == "US/Eastern")
    }

    @Test func `fixed zones need no database, others say what to install`() throws {
        let empty = ZoneDatabase(folder: nil)
        let hours = ["UTC": 0, "GMT": 0, "Rel": 0, "Zulu": 0, "GMT0": 0, "GMT+3": -3, "GMT-14": 14, "Etc/GMT+12": -12]
        for (name, offset) in hours.mapValues({ $0 * 3600 }) {
            #expect(try empty.zone(named: Array(name.utf8).span).offset(atSeconds: 0) == offset)
        }
        #expect(try empty.zone(named: Array("UTC".utf8).span) === HaystackTimeZone.utc)
        #expect(empty.names.contains("Rel"))
        do throws(HaystackError) {
            _ = try empty.zone(named: Array("New_York".utf8).span)
            Issue.record("found a zone in no database")
        } catch {
            #expect(error.code == .unknownZone)
            #expect(error.message.contains("tzdata"))
        }
    }

    @Test func `a hundred tasks that ask at once get the same objects`() async throws {
        let database = ZoneDatabase(folder: ZoneDatabase.system.folder)
        let names = Array(HaystackTimeZone.names.prefix(150))
        let rounds = try await withThrowingTaskGroup(of: [HaystackTimeZone].self) { group in
            for _ in 0..<100 {
                group.addTask { try names.map { name in try database.zone(named: Array(name.utf8).span) } }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(rounds.count == 100)
        #expect(rounds.allSatisfy { $0 == rounds[0] })
    }

    @Test func `zones are ordered by name and equal only to themselves`() throws {
        let london = try HaystackTimeZone.named("London")
        #expect(london < HaystackTimeZone.utc)
        #expect(try london == HaystackTimeZone.named("Europe/London"))
        #expect(HaystackTimeZone.utc != HaystackTimeZone.rel)
        #expect(Set([london, .utc, .rel, .utc]).count == 3)
    }
}
