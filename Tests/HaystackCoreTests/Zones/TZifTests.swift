import Testing

@testable import HaystackCore

@Suite struct TZifTests {
    /// The bytes of a zone of this system.
    static func file(_ fullName: String) throws -> [UInt8] {
        let folder = try #require(ZoneDatabase.system.folder, "these tests need the system's time zone database (package tzdata)")
        return try #require(ZoneFiles.bytes(of: "\(folder.path)/\(fullName)", limit: 1 << 20))
    }

    static func rules(_ file: [UInt8]) throws(HaystackError) -> ZoneRules {
        try ZoneRules(tzif: file.span)
    }

    /// Asks rules everything; only the absence of traps counts.
    static func probe(_ rules: ZoneRules) {
        for time in [Int64.min, -1 << 59, -5_000_000_000, 0, 1_800_000_000, 4_000_000_000, .max] {
            _ = rules.offset(atSeconds: time)
            _ = rules.span(containing: time)
            _ = rules.offsets(ofLocalSeconds: time)
        }
    }

    @Test(arguments: ["2", "3", "4"] as [Character])
    func `files of versions 2 to 4 are read from their second block`(version: Character) throws {
        var fixture = TZifFixture()
        fixture.transitions = [(-5_000_000_000, 0), (1_000_000_000, 1)]
        let rules = try Self.rules(fixture.bytes(version: version))
        #expect(rules.transitions == [-5_000_000_000, 1_000_000_000])
        #expect(rules.types == fixture.types)
        #expect(rules.rule?.daylight?.abbreviation == "EDT")
    }

    @Test func `a file of version 1 ends with its last transition's type`() throws {
        var fixture = TZifFixture()
        fixture.transitions = [(-1_000_000_000, 1), (1_000_000_000, 0)]
        let rules = try Self.rules(fixture.version1)
        #expect(rules.offset(atSeconds: -1_000_000_001) == -18_000)
        #expect(rules.offset(atSeconds: -1_000_000_000) == -14_400)
        #expect(rules.offset(atSeconds: 4_000_000_000) == -18_000)
        #expect(rules.abbreviation(atSeconds: 0) == "EDT")
    }

    @Test func `the rule holds after the last transition, not yet at it`() throws {
        var fixture = TZifFixture()
        fixture.transitions = [(0, 1)]
        let rules = try Self.rules(fixture.bytes())
        #expect(rules.offset(atSeconds: 0) == -14_400)
        #expect(rules.span(containing: 0).range == 0..<1)
        #expect(rules.offset(atSeconds: 1) == -18_000)
        #expect(rules.span(containing: 1).range.lowerBound == 1)
    }

    @Test func `without a rule the last transition's type stays`() throws {
        var fixture = TZifFixture()
        fixture.footer = ""
        fixture.transitions = [(0, 1)]
        let rules = try Self.rules(fixture.bytes())
        #expect(rules.rule == nil)
        #expect(rules.offset(atSeconds: 4_000_000_000) == -14_400)
    }

    @Test func `before the first transition the first standard type holds`() throws {
        var fixture = TZifFixture()
        fixture.types.reverse()
        fixture.transitions = [(0, 0), (1000, 1)]
        #expect(try Self.rules(fixture.bytes()).offset(atSeconds: -1) == -18_000)
        fixture.types = fixture.types.map { .init(offset: $0.offset + 3600, isDaylight: true, abbreviation: "DST") }
        #expect(try Self.rules(fixture.bytes()).offset(atSeconds: -1) == -10_800)
    }

    @Test func `a slim file and a fat one agree`() throws {
        let fat = try Self.rules(Self.file("America/New_York"))
        var fixture = TZifFixture()
        fixture.types = fat.types
        // The United States have kept their present rule since 2007; it is in force after that year's last transition.
        let ruled = Int64(CivilDate.days(year: 2008, month: 1, day: 1)) * 86_400
        fixture.transitions = zip(fat.transitions, fat.starts).map { (time: $0, type: $1) }.filter { $0.time < ruled }
        let slim = try Self.rules(fixture.bytes())
        for day in -25_567..<47_482 {
            let time = Int64(day) * 86_400 + 25_200
            #expect(slim.offset(atSeconds: time) == fat.offset(atSeconds: time))
            #expect(slim.offset(atSeconds: time - 1) == fat.offset(atSeconds: time - 1))
        }
    }

    @Test func `every prefix of a file is refused`() throws {
        for bytes in [try Self.file("America/New_York"), TZifFixture().bytes()] {
            for count in 0..<bytes.count {
                #expect(throws: HaystackError.self) { try Self.rules(Array(bytes[..<count])) }
            }
        }
    }

    @Test func `any one byte changed gives an error or a zone`() throws {
        var fixture = TZifFixture()
        fixture.transitions = [(-5_000_000_000, 0), (1_000_000_000, 1)]
        for original in [fixture.bytes(), fixture.version1, try Self.file("Asia/Tokyo")] {
            var bytes = original
            for place in bytes.indices {
                for value in UInt8.min...UInt8.max {
                    bytes[place] = value
                    if let rules = try? Self.rules(bytes) { Self.probe(rules) }
                }
                bytes[place] = original[place]
            }
        }
    }

    @Test func `a file's faults are told with their code`() {
        func code(_ change: (inout TZifFixture) -> Void) -> HaystackError.Code? {
            var fixture = TZifFixture()
            fixture.transitions = [(0, 0), (100, 1)]
            change(&fixture)
            do throws(HaystackError) {
                _ = try Self.rules(fixture.bytes())
                return nil
            } catch {
                return error.code
            }
        }
        #expect(code { _ in } == nil)
        #expect(code { $0.transitions = [(100, 0), (100, 1)] } == .syntax)
        #expect(code { $0.transitions = [(100, 0), (0, 1)] } == .syntax)
        #expect(code { $0.transitions = [(0, 2)] } == .range)
        #expect(code { $0.types = [] } == .range)
        #expect(code { $0.types[0] = .init(offset: 100_000, isDaylight: false, abbreviation: "FAR") } == .range)
        #expect(code { $0.types[0] = .init(offset: 0, isDaylight: false, abbreviation: "É") } == .syntax)
        #expect(code { $0.leapSeconds = 1 } == .syntax)
        #expect(code { $0.footer = nil } == .unexpectedEnd)
        #expect(code { $0.footer = "EST" } == .syntax)
    }

    @Test func `counts that promise more than there is allocate nothing`() {
        var bytes = TZifFixture().version1
        for place in 20..<44 { bytes[place] = 0xFF }
        #expect(throws: HaystackError(.unexpectedEnd, "")) { try Self.rules(bytes) }
    }
}
