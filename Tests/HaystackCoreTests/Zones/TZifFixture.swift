@testable import HaystackCore

/// Writes zone files for tests: what a zone compiler would make of some types, transitions and a footer.
struct TZifFixture {
    var types: [ZoneRules.LocalType] = [
        .init(offset: -18_000, isDaylight: false, abbreviation: "EST"), .init(offset: -14_400, isDaylight: true, abbreviation: "EDT"),
    ]
    var transitions: [(time: Int64, type: UInt8)] = []
    var footer: String? = "EST5EDT,M3.2.0,M11.1.0"
    var leapSeconds = 0

    /// A file of version 1: 32-bit times, no footer.
    var version1: [UInt8] { block(version: 0, timeSize: 4) }

    /// A file whose first block is empty, as slim ones are.
    func bytes(version: Character = "2") -> [UInt8] {
        let digit = version.asciiValue ?? 0
        var empty = TZifFixture()
        empty.types = [.init(offset: 0, isDaylight: false, abbreviation: "")]
        let end = footer.map { Array("\n\($0)\n".utf8) } ?? []
        return empty.block(version: digit, timeSize: 4) + block(version: digit, timeSize: 8) + end
    }

    private func block(version: UInt8, timeSize: Int) -> [UInt8] {
        var names: [UInt8] = []
        var records: [UInt8] = []
        for type in types {
            records += Self.bigEndian(Int64(type.offset), 4) + [type.isDaylight ? 1 : 0, UInt8(names.count)]
            names += Array(type.abbreviation.utf8) + [0]
        }
        var bytes = Array("TZif".utf8) + [version] + [UInt8](repeating: 0, count: 15)
        for count in [0, 0, leapSeconds, transitions.count, types.count, names.count] { bytes += Self.bigEndian(Int64(count), 4) }
        for transition in transitions { bytes += Self.bigEndian(transition.time, timeSize) }
        bytes += transitions.map(\.type)
        return bytes + records + names + [UInt8](repeating: 0, count: leapSeconds * (timeSize + 4))
    }

    private static func bigEndian(_ value: Int64, _ size: Int) -> [UInt8] {
        (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * (size - 1 - $0))) }
    }
}
