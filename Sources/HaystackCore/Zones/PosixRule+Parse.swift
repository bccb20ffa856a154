extension PosixRule {
    /// Reads a `TZ` string such as `EST5EDT,M3.2.0,M11.1.0` or `<+0330>-3:30`.
    ///
    /// Throws ``HaystackError/Code/syntax`` for what breaks its grammar and ``HaystackError/Code/range`` for numbers beyond their limits;
    /// the position is an offset in `bytes`. A zone with a daylight name must say its two moments: RFC 9636 leaves no default.
    init(posix bytes: [UInt8]) throws(HaystackError) {
        var reader = PosixRuleReader(bytes: bytes)
        abbreviation = try reader.abbreviation()
        offset = try -reader.time(maximumHours: 24)
        daylight = reader.isAtEnd ? nil : try reader.daylight(standardOffset: offset)
        try reader.end()
    }
}

/// Walks over the bytes of one `TZ` string.
private struct PosixRuleReader {
    let bytes: [UInt8]
    var index = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { index == bytes.count }

    private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func skip(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        index += 1
        return true
    }

    private mutating func expect(_ byte: UInt8) throws(HaystackError) {
        guard skip(byte) else { throw failure("expected \"\(Character(Unicode.Scalar(byte)))\"") }
    }

    private func failure(_ message: String) -> HaystackError {
        HaystackError(.syntax, "POSIX time zone rule: \(message)", at: .offset(index))
    }

    func end() throws(HaystackError) {
        guard isAtEnd else { throw failure("expected its end") }
    }

    /// Three letters or more, or in `<…>` letters, digits and signs.
    mutating func abbreviation() throws(HaystackError) -> String {
        let quoted = skip(UInt8(ascii: "<"))
        let start = index
        while let byte = next, byte.isLetter || quoted && (byte.isDigit || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")) {
            index += 1
        }
        guard index - start >= 3 else { throw failure("expected a name of three characters or more") }
        let name = String(decoding: bytes[start..<index], as: UTF8.self)
        if quoted { try expect(UInt8(ascii: ">")) }
        return name
    }

    /// `DST[offset],start,end`. Without an offset, daylight saving time is one hour ahead of standard time.
    mutating func daylight(standardOffset: Int) throws(HaystackError) -> PosixRule.Daylight {
        let name = try abbreviation()
        let offset = next == UInt8(ascii: ",") ? standardOffset + 3600 : try -time(maximumHours: 24)
        try expect(UInt8(ascii: ","))
        let start = try moment()
        try expect(UInt8(ascii: ","))
        let end = try moment()
        return PosixRule.Daylight(offset: offset, abbreviation: name, standardOffset: standardOffset, start: start, end: end)
    }

    /// A day and `/time`, which is two o'clock when it is left out.
    private mutating func moment() throws(HaystackError) -> PosixRule.Moment {
        let day = try day()
        let time = skip(UInt8(ascii: "/")) ? try time(maximumHours: 167) : 7200
        return PosixRule.Moment(day: day, time: time)
    }

    private mutating func day() throws(HaystackError) -> PosixRule.Day {
        if skip(UInt8(ascii: "J")) { return .withoutLeapDay(try number(in: 1...365)) }
        guard skip(UInt8(ascii: "M")) else { return .ofYear(try number(in: 0...365)) }
        let month = try number(in: 1...12)
        try expect(UInt8(ascii: "."))
        let week = try number(in: 1...5)
        try expect(UInt8(ascii: "."))
        return .weekday(month: month, week: week, weekday: try number(in: 0...6))
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    mutating func time(maximumHours: Int) throws(HaystackError) -> Int {
        let isNegative = skip(UInt8(ascii: "-"))
        if !isNegative { _ = skip(UInt8(ascii: "+")) }
        var seconds = try number(in: 0...maximumHours) * 3600
        if skip(UInt8(ascii: ":")) {
            seconds += try number(in: 0...59) * 60
            if skip(UInt8(ascii: ":")) { seconds += try number(in: 0...59) }
        }
        return isNegative ? -seconds : seconds
    }

    /// One to three digits.
    private mutating func number(in range: ClosedRange<Int>) throws(HaystackError) -> Int {
        let start = index
        var value = 0
        while let byte = next, byte.isDigit, index - start < 3 {
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
            index += 1
        }
        guard index > start else { throw failure("expected a number") }
        guard range.contains(value) else {
            throw HaystackError(
                .range,
                "POSIX time zone rule: found \(value), expected \(range.lowerBound) to \(range.upperBound)",
                at: .offset(start)
            )
        }
        return value
    }
}

extension UInt8 {
    /// Whether the byte is an ASCII letter.
    var isLetter: Bool {
        let lower = self | 0x20
        return lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z")
    }

    /// Whether the byte is an ASCII digit.
    var isDigit: Bool {
        self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9")
    }
}
