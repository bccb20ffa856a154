extension ZoneRules {
    /// Whether a file starts as compiled zone files do.
    static func isTZif(_ bytes: Span<UInt8>) -> Bool {
        bytes.count >= 4 && bytes[0] == UInt8(ascii: "T") && bytes[1] == UInt8(ascii: "Z") && bytes[2] == UInt8(ascii: "i")
            && bytes[3] == UInt8(ascii: "f")
    }

    /// Reads a compiled zone file (RFC 9636: versions 1 to 4, and later ones as far as they keep to it).
    ///
    /// Files of version 2 and up hold their data twice; the first block, with 32-bit times, is skipped. Nothing in the file is trusted:
    /// sizes are checked against what is there before anything is allocated, and errors carry the offset of what is wrong.
    init(tzif bytes: Span<UInt8>) throws(HaystackError) {
        var header = try TZifHeader(bytes, at: 0, timeSize: 4)
        guard header.version >= 2 else {
            self = try header.rules(bytes, rule: nil)
            return
        }
        header = try TZifHeader(bytes, at: header.end, timeSize: 8)
        self = try header.rules(bytes, rule: try TZifHeader.footer(bytes, at: header.end))
    }
}

/// The header of one data block and the places of the block's parts.
private struct TZifHeader {
    let version: Int
    /// The bytes of one time: 4 or 8.
    let timeSize: Int
    let transitionCount: Int
    let typeCount: Int
    let leapCount: Int

    /// Where the parts start.
    let transitions: Int
    let starts: Int
    let types: Int
    let abbreviations: Int
    let leaps: Int
    /// Behind the block.
    let end: Int

    static let size = 44

    init(_ bytes: Span<UInt8>, at offset: Int, timeSize: Int) throws(HaystackError) {
        guard bytes.count - offset >= Self.size else {
            throw HaystackError(.unexpectedEnd, "zone file ends inside its header", at: .offset(bytes.count))
        }
        guard ZoneRules.isTZif(bytes.extracting(offset...)) else {
            throw HaystackError(.syntax, "expected a zone file's header, which starts with \"TZif\"", at: .offset(offset))
        }
        switch bytes[offset + 4] {
        case 0: version = 1
        case let digit where digit.isDigit && digit >= UInt8(ascii: "2"): version = Int(digit - UInt8(ascii: "0"))
        case let other: throw HaystackError(.unsupportedVersion, "zone file of version byte \(other)", at: .offset(offset + 4))
        }
        // In the order of the file: UT indicators, standard indicators, leap seconds, transitions, types, abbreviation characters.
        let counts = (0..<6).map { Int(UInt32(truncatingIfNeeded: bytes.bigEndian(at: offset + 20 + $0 * 4, size: 4))) }
        self.timeSize = timeSize
        leapCount = counts[2]
        transitionCount = counts[3]
        typeCount = counts[4]
        transitions = offset + Self.size
        starts = transitions + transitionCount * timeSize
        types = starts + transitionCount
        abbreviations = types + typeCount * 6
        leaps = abbreviations + counts[5]
        end = leaps + leapCount * (timeSize + 4) + counts[1] + counts[0]
        guard end <= bytes.count else {
            throw HaystackError(
                .unexpectedEnd,
                "zone file promises data up to offset \(end) and ends before",
                at: .offset(bytes.count)
            )
        }
    }

    /// The data of the block.
    func rules(_ bytes: Span<UInt8>, rule: PosixRule?) throws(HaystackError) -> ZoneRules {
        guard typeCount > 0, typeCount <= 256 else {
            throw HaystackError(.range, "zone file with \(typeCount) local time types, expected 1 to 256", at: .offset(types))
        }
        guard leapCount == 0 else {
            throw HaystackError(
                .syntax,
                "zone file that counts leap seconds (a \"right\" one): its times are not POSIX times; use the plain zone database",
                at: .offset(leaps)
            )
        }
        return ZoneRules(
            types: try localTypes(bytes),
            transitions: try transitionTimes(bytes),
            starts: try transitionStarts(bytes),
            rule: rule
        )
    }

    private func transitionTimes(_ bytes: Span<UInt8>) throws(HaystackError) -> [Int64] {
        var times: [Int64] = []
        times.reserveCapacity(transitionCount)
        for index in 0..<transitionCount {
            let place = transitions + index * timeSize
            let time = bytes.bigEndian(at: place, size: timeSize)
            if let last = times.last, last >= time {
                throw HaystackError(.syntax, "zone file whose transitions do not ascend", at: .offset(place))
            }
            times.append(time)
        }
        return times
    }

    private func transitionStarts(_ bytes: Span<UInt8>) throws(HaystackError) -> [UInt8] {
        var indices: [UInt8] = []
        indices.reserveCapacity(transitionCount)
        for place in starts..<starts + transitionCount {
            guard Int(bytes[place]) < typeCount else {
                throw HaystackError(.range, "zone file refers to type \(bytes[place]) of \(typeCount)", at: .offset(place))
            }
            indices.append(bytes[place])
        }
        return indices
    }

    private func localTypes(_ bytes: Span<UInt8>) throws(HaystackError) -> [ZoneRules.LocalType] {
        var result: [ZoneRules.LocalType] = []
        result.reserveCapacity(typeCount)
        for index in 0..<typeCount {
            let place = types + index * 6
            let offset = Int(bytes.bigEndian(at: place, size: 4))
            guard ZoneRules.offsetLimits.contains(offset) else {
                throw HaystackError(.range, "zone file with an offset of \(offset) seconds", at: .offset(place))
            }
            guard bytes[place + 4] <= 1 else {
                throw HaystackError(.range, "zone file with daylight flag \(bytes[place + 4]), expected 0 or 1", at: .offset(place + 4))
            }
            result.append(
                ZoneRules.LocalType(
                    offset: offset,
                    isDaylight: bytes[place + 4] == 1,
                    abbreviation: try abbreviation(bytes, at: abbreviations + Int(bytes[place + 5]))
                )
            )
        }
        return result
    }

    /// Characters up to a zero byte.
    private func abbreviation(_ bytes: Span<UInt8>, at start: Int) throws(HaystackError) -> String {
        var name = ""
        for place in start..<max(start, leaps) {
            let byte = bytes[place]
            if byte == 0 { return name }
            guard byte > 0x20, byte < 0x7F else { break }
            name.unicodeScalars.append(Unicode.Scalar(byte))
        }
        throw HaystackError(.syntax, "zone file with an abbreviation that is not ASCII or has no end", at: .offset(start))
    }

    /// The rule between two newlines behind the second block; an empty one means that nothing is known.
    static func footer(_ bytes: Span<UInt8>, at offset: Int) throws(HaystackError) -> PosixRule? {
        guard offset < bytes.count else {
            throw HaystackError(.unexpectedEnd, "zone file without a footer", at: .offset(offset))
        }
        guard bytes[offset] == UInt8(ascii: "\n") else {
            throw HaystackError(.syntax, "expected the newline that starts a zone file's footer", at: .offset(offset))
        }
        var text: [UInt8] = []
        var place = offset + 1
        while place < bytes.count, bytes[place] != UInt8(ascii: "\n") {
            text.append(bytes[place])
            place += 1
        }
        guard place < bytes.count else {
            throw HaystackError(.unexpectedEnd, "zone file ends inside its footer", at: .offset(place))
        }
        return text.isEmpty ? nil : try PosixRule(posix: text)
    }
}

extension Span<UInt8> {
    /// A signed big-endian number of 4 or 8 bytes.
    fileprivate func bigEndian(at offset: Int, size: Int) -> Int64 {
        var value: UInt64 = 0
        for index in offset..<offset + size { value = value << 8 | UInt64(self[index]) }
        return size == 4 ? Int64(Int32(truncatingIfNeeded: value)) : Int64(truncatingIfNeeded: value)
    }
}
