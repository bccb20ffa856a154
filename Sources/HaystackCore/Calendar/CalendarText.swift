/// Reads whole texts as dates, times and instants.
package enum CalendarText {
    package static func date(_ text: String) -> HaystackDate? {
        whole(text) { cursor throws(HaystackError) in try cursor.readDate() }
    }

    package static func time(_ text: String) -> HaystackTime? {
        whole(text) { cursor throws(HaystackError) in try cursor.readTime() }
    }

    /// An instant with its offset, `2026-03-13T08:12:05-04:00`, without a zone's name.
    package static func instant(_ text: String) -> CalendarInstant? {
        whole(text) { cursor throws(HaystackError) in
            let date = try cursor.readDate()
            return try cursor.readInstant(on: date)
        }
    }

    private static func whole<Result>(_ text: String, _ read: (inout ByteCursor) throws(HaystackError) -> Result) -> Result? {
        try? ByteCursor.over(Array(text.utf8)) { cursor throws(HaystackError) in
            let result = try read(&cursor)
            return cursor.isAtEnd ? result : nil
        }
    }
}

/// An instant as text gives it.
package struct CalendarInstant {
    package let ticks: Int64
    package let offsetSeconds: Int
}

/// Dates, times and instants in the form that Zinc, Hayson and Trio share. Faults carry no position: the cursor stands where they are.
extension ByteCursor {
    /// Reads `YYYY-MM-DD`.
    package mutating func readDate() throws(HaystackError) -> HaystackDate {
        let year = try readDigits(4, "a year of four digits")
        try readSeparator("-")
        let month = try readDigits(2, "a month of two digits")
        try readSeparator("-")
        let day = try readDigits(2, "a day of two digits")
        guard CivilDate.isValid(year: year, month: month, day: day) else { return try HaystackDate(year, month, day) }
        return HaystackDate(checkedYear: year, month: month, day: day)
    }

    /// Reads `hh:mm:ss.fff…`; the hour may have one digit, and seconds may be missing.
    package mutating func readTime() throws(HaystackError) -> HaystackTime {
        let hour = isDigit(peek(1)) ? try readDigits(2, "an hour") : try readDigits(1, "an hour")
        try readSeparator(":")
        let minute = try readDigits(2, "a minute of two digits")
        var second = 0
        var nanosecond = 0
        if skip(UInt8(ascii: ":")) {
            second = try readDigits(2, "a second of two digits")
            if skip(UInt8(ascii: ".")) { nanosecond = try readFraction() }
        }
        guard hour < 24, minute < 60, second < 60 else { return try HaystackTime(hour, minute, second) }
        return HaystackTime(checkedNanoseconds: Int64((hour * 60 + minute) * 60 + second) * 1_000_000_000 + Int64(nanosecond))
    }

    /// Reads `Thh:mm:ss…` and `Z` or `±hh:mm` after a date.
    package mutating func readInstant(on date: HaystackDate) throws(HaystackError) -> CalendarInstant {
        try readSeparator("T")
        let nanoseconds = try readTime().nanosecondsSinceMidnight
        let offset = try readOffset()
        let seconds = Int64(date.daysSince1970) * 86_400 + nanoseconds / 1_000_000_000 - Int64(offset)
        let ticks = try DateTime.ticks(unixSeconds: seconds, nanosecond: Int(nanoseconds % 1_000_000_000))
        return CalendarInstant(ticks: ticks, offsetSeconds: offset)
    }

    private mutating func readOffset() throws(HaystackError) -> Int {
        if skip(UInt8(ascii: "Z")) || skip(UInt8(ascii: "z")) { return 0 }
        let sign = current
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { throw expected("'Z' or an offset like -05:00") }
        advance()
        let hours = try readDigits(2, "hours of two digits")
        try readSeparator(":")
        let minutes = try readDigits(2, "minutes of two digits")
        guard hours < 24, minutes < 60 else {
            throw HaystackError(.range, "found an offset of \(hours):\(minutes), expected less than a day")
        }
        let seconds = (hours * 60 + minutes) * 60
        return sign == UInt8(ascii: "-") ? -seconds : seconds
    }

    /// Reads one to nine digits after the point of seconds, as nanoseconds.
    private mutating func readFraction() throws(HaystackError) -> Int {
        var nanoseconds = 0
        var places = 0
        while isDigit(current) {
            guard places < 9 else { throw HaystackError(.range, "found more than nine digits of a second's fraction, expected nanoseconds at the finest") }
            nanoseconds = nanoseconds * 10 + Int(current &- UInt8(ascii: "0"))
            places += 1
            advance()
        }
        guard places > 0 else { throw expected("a digit after the point of seconds") }
        for _ in places..<9 { nanoseconds *= 10 }
        return nanoseconds
    }

    @inline(__always)
    private mutating func readDigits(_ count: Int, _ what: StaticString) throws(HaystackError) -> Int {
        var value = 0
        for _ in 0..<count {
            guard isDigit(current) else { throw expected("\(what)") }
            value = value * 10 + Int(current &- UInt8(ascii: "0"))
            advance()
        }
        return value
    }

    @inline(__always)
    private mutating func readSeparator(_ character: Unicode.Scalar) throws(HaystackError) {
        guard skip(UInt8(ascii: character)) else { throw expected("'\(character)'") }
    }

    @inline(__always)
    private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    /// A syntax error that says what stands at the cursor.
    package func expected(_ what: String) -> HaystackError {
        isAtEnd
            ? HaystackError(.unexpectedEnd, "found the end of the input, expected \(what)")
            : HaystackError(.syntax, "found \(found), expected \(what)")
    }

    /// The character at the cursor, for messages.
    private var found: String {
        let byte = current
        if byte == UInt8(ascii: "\n") { return "the end of the line" }
        guard byte >= 0x20, byte != 0x7f else { return "the control character \(byte)" }
        guard byte >= 0x80 else { return "'\(Unicode.Scalar(byte))'" }
        let tail = unsafe bytes(from: position, to: min(end, position + 4))
        let scalar = unsafe String(decoding: tail, as: UTF8.self).unicodeScalars.first
        return scalar.map { "'\($0)'" } ?? "the byte \(byte)"
    }
}
