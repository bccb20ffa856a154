import HaystackCore

/// What starts with a digit or a minus: numbers, dates, times and date-times.
extension ZincParser {
    mutating func parseNumeric() throws(HaystackError) -> Value {
        switch numericForm {
        case .number: return .number(try parseNumber())
        case .time: return .time(try cursor.readTime())
        case .date:
            let date = try cursor.readDate()
            return cursor.current == UInt8(ascii: "T") ? .dateTime(try parseDateTime(on: date)) : .date(date)
        }
    }

    /// Reads into a column; numbers and date-times go in as they are.
    mutating func parseNumeric(into builder: inout ColumnBuilder) throws(HaystackError) {
        switch numericForm {
        case .number:
            try parseNumber(into: &builder)
        case .date:
            let date = try cursor.readDate()
            guard cursor.current == UInt8(ascii: "T") else { return builder.append(.date(date)) }
            try parseDateTime(on: date, into: &builder)
        case .time:
            builder.append(.time(try cursor.readTime()))
        }
    }

    private enum NumericForm { case number, date, time }

    /// Four digits and a minus begin a date, one or two digits and a colon a time.
    @inline(__always)
    private var numericForm: NumericForm {
        if cursor.peek(4) == UInt8(ascii: "-"), areDigits(4) { return .date }
        if cursor.peek(2) == UInt8(ascii: ":"), areDigits(2) { return .time }
        if cursor.peek(1) == UInt8(ascii: ":"), areDigits(1) { return .time }
        return .number
    }

    @inline(__always)
    private func areDigits(_ count: Int) -> Bool {
        for distance in 0..<count where !ZincGrammar.isDigit(cursor.peek(distance)) { return false }
        return true
    }

    // MARK: - Numbers

    private mutating func parseNumber() throws(HaystackError) -> Number {
        let value = try parseDouble()
        let start = cursor.position
        try skipUnit(after: value)
        guard cursor.position > start else { return Number(value) }
        guard let unit = cursor.text(from: start, to: cursor.position) else { throw invalidUTF8() }
        return Number(value, unit: unit)
    }

    private mutating func parseNumber(into builder: inout ColumnBuilder) throws(HaystackError) {
        let value = try parseDouble()
        let start = cursor.position
        try skipUnit(after: value)
        if let word = cursor.shortWord(from: start, to: cursor.position), builder.holdsNumbers(ofUnit: word) {
            builder.append(numberOfSameUnit: value)
        } else {
            guard let unit = cursor.text(from: start, to: cursor.position) else { throw invalidUTF8() }
            builder.append(value, unit: unit)
        }
    }

    /// Steps over a unit. Digits may stand in it but not at its start; a comment is no unit. What is infinite has none.
    @inline(__always)
    private mutating func skipUnit(after value: Double) throws(HaystackError) {
        guard ZincGrammar.isUnitByte(cursor.current) else { return }
        // Behind an exponent these would be a unit that no number without one could have: nobody means 1e5e2.
        if ZincGrammar.isDigit(cursor.peek(1)), cursor.current | 0x20 == UInt8(ascii: "e") || cursor.current == UInt8(ascii: "_") {
            throw cursor.expected("a unit or the end of the number")
        }
        let start = cursor.position
        skipUnitBytes()
        guard value.isFinite || cursor.position == start else {
            cursor.position = start
            throw cursor.expected("no unit after an infinite number")
        }
    }

    private mutating func skipUnitBytes() {
        while ZincGrammar.isUnitByte(cursor.current) || ZincGrammar.isDigit(cursor.current) {
            if cursor.current == UInt8(ascii: "/"), cursor.peek(1) == UInt8(ascii: "/") || cursor.peek(1) == UInt8(ascii: "*") { return }
            if cursor.current == 0xc2, cursor.peek(1) == 0xa0 { return }
            cursor.advance()
        }
    }

    private mutating func parseDouble() throws(HaystackError) -> Double {
        if cursor.current == UInt8(ascii: "0"), cursor.peek(1) | 0x20 == UInt8(ascii: "x"), isHexDigit(cursor.peek(2)) {
            return try parseHex()
        }
        if cursor.current == UInt8(ascii: "-"), cursor.peek(1) == UInt8(ascii: "I") { return try parseMinusInfinity() }
        return try DecimalReader.read(&cursor)
    }

    private mutating func parseMinusInfinity() throws(HaystackError) -> Double {
        guard cursor.peek(2) == UInt8(ascii: "N"), cursor.peek(3) == UInt8(ascii: "F") else { throw cursor.expected("a number or -INF") }
        cursor.advance(4)
        return -.infinity
    }

    private mutating func parseHex() throws(HaystackError) -> Double {
        cursor.advance(2)
        var value: UInt64 = 0
        while true {
            if cursor.current == UInt8(ascii: "_"), isHexDigit(cursor.peek(1)) { cursor.advance() }
            guard let digit = hexDigit(cursor.current) else { return Double(value) }
            guard value >> 60 == 0 else { throw HaystackError(.range, "found a hexadecimal number of more than 16 digits") }
            value = value << 4 | UInt64(digit)
            cursor.advance()
        }
    }

    private func isHexDigit(_ byte: UInt8) -> Bool { hexDigit(byte) != nil }

    func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    // MARK: - Date-times

    private mutating func parseDateTime(on date: HaystackDate) throws(HaystackError) -> DateTime {
        let start = cursor.position
        let instant = try cursor.readInstant(on: date)
        let zone = try parseZone(instant, timeStart: start)
        return DateTime(ticks: instant.ticks, zone: zone, offsetSeconds: instant.offsetSeconds)
    }

    private mutating func parseDateTime(on date: HaystackDate, into builder: inout ColumnBuilder) throws(HaystackError) {
        let start = cursor.position
        let instant = try cursor.readInstant(on: date)
        let zone = try parseZone(instant, timeStart: start)
        if zones.offset(of: zone, at: DateTime.unixSeconds(ticks: instant.ticks)) == instant.offsetSeconds {
            builder.append(ticks: instant.ticks, zone: zone)
        } else {
            builder.append(dateTime: DateTime(ticks: instant.ticks, zone: zone, offsetSeconds: instant.offsetSeconds))
        }
    }

    /// Reads the zone's name after the offset. Without one only `Z` will do, and means UTC.
    private mutating func parseZone(_ instant: CalendarInstant, timeStart: Int) throws(HaystackError) -> HaystackTimeZone {
        guard let distance = distanceToZone else {
            guard cursor.peek(-1) | 0x20 == UInt8(ascii: "z") else { throw cursor.expected("a space and the name of a time zone") }
            return .utc
        }
        cursor.advance(distance)
        let start = cursor.position
        while ZincGrammar.isZoneByte(cursor.current) { cursor.advance() }
        do {
            return try unsafe zones.zone(named: cursor.bytes(from: start, to: cursor.position))
        } catch {
            cursor.position = start
            throw error
        }
    }

    /// How far on the zone's name starts; names begin with an upper-case letter, as nothing else after a value and a space does.
    @inline(__always)
    private var distanceToZone: Int? {
        guard cursor.current == UInt8(ascii: " ") || cursor.current == UInt8(ascii: "\t") else { return nil }
        var distance = 1
        while cursor.peek(distance) == UInt8(ascii: " ") || cursor.peek(distance) == UInt8(ascii: "\t") { distance += 1 }
        return cursor.peek(distance) &- UInt8(ascii: "A") < 26 ? distance : nil
    }
}
