extension ByteSink {
    @inline(__always)
    package mutating func append(ascii character: Unicode.Scalar) {
        append(UInt8(ascii: character))
    }

    /// Appends two decimal digits of 0 to 99.
    @inline(__always)
    package mutating func append(twoDigits value: Int) {
        append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value / 10))
        append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value % 10))
    }

    /// Appends `YYYY-MM-DD`.
    package mutating func append(date: HaystackDate) {
        append(year: date.year, month: date.month, day: date.day)
    }

    @inline(__always)
    package mutating func append(year: Int, month: Int, day: Int) {
        append(twoDigits: year / 100)
        append(twoDigits: year % 100)
        append(ascii: "-")
        append(twoDigits: month)
        append(ascii: "-")
        append(twoDigits: day)
    }

    /// Appends `hh:mm:ss`, then `.` and the fraction's digits without trailing zeros where there is a fraction.
    package mutating func append(time: HaystackTime) {
        append(nanosecondsOfDay: time.nanosecondsSinceMidnight)
    }

    @inline(__always)
    package mutating func append(nanosecondsOfDay nanoseconds: Int64) {
        let seconds = Int(nanoseconds / 1_000_000_000)
        append(twoDigits: seconds / 3600)
        append(ascii: ":")
        append(twoDigits: seconds / 60 % 60)
        append(ascii: ":")
        append(twoDigits: seconds % 60)
        let fraction = Int(nanoseconds % 1_000_000_000)
        if fraction != 0 { append(fraction: fraction) }
    }

    private mutating func append(fraction: Int) {
        append(ascii: ".")
        var rest = fraction
        var scale = 100_000_000
        while rest > 0 {
            append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest / scale))
            rest %= scale
            scale /= 10
        }
    }

    /// Appends a date-time as Zinc writes it: `2026-03-13T08:12:05-04:00 New_York`, with `Z` for UTC.
    package mutating func append(dateTime: DateTime) {
        append(ticks: dateTime.ticks, offsetSeconds: dateTime.offsetSeconds, zone: dateTime.zone)
    }

    package mutating func append(ticks: Int64, offsetSeconds: Int, zone: HaystackTimeZone) {
        // Zinc's offset has whole minutes. Zones before standard time have seconds too: the wall clock is written with the
        // rounded offset, so that the instant stays exact.
        let minutes = offsetSeconds / 60
        let (days, nanoseconds) = DateTime.local(ticks: ticks, offsetSeconds: minutes * 60)
        let civil = CivilDate.civil(days: days)
        append(year: civil.year, month: civil.month, day: civil.day)
        append(ascii: "T")
        append(nanosecondsOfDay: nanoseconds)
        if minutes == 0, zone === HaystackTimeZone.utc {
            append(ascii: "Z")
        } else {
            append(ascii: minutes < 0 ? "-" : "+")
            append(twoDigits: abs(minutes) / 60)
            append(ascii: ":")
            append(twoDigits: abs(minutes) % 60)
        }
        append(ascii: " ")
        append(zone.name)
    }
}
