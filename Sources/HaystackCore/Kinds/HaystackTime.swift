/// A time of day to the nanosecond, without a date or zone: `08:12:05.5`.
///
/// Haystack's kind is called Time. Brio carries whole milliseconds only.
public struct HaystackTime: Sendable, Hashable, Comparable {
    /// Nanoseconds since midnight, 0 to 86,399,999,999,999.
    public let nanosecondsSinceMidnight: Int64

    /// Hour, 0 to 23.
    public var hour: Int { Int(nanosecondsSinceMidnight / 3_600_000_000_000) }
    /// Minute, 0 to 59.
    public var minute: Int { Int(nanosecondsSinceMidnight / 60_000_000_000 % 60) }
    /// Second, 0 to 59.
    public var second: Int { Int(nanosecondsSinceMidnight / 1_000_000_000 % 60) }
    /// The part below a second, 0 to 999,999,999.
    public var nanosecond: Int { Int(nanosecondsSinceMidnight % 1_000_000_000) }

    /// Makes a time of day.
    ///
    /// - Throws: `.range` where a part is outside its range; there are no leap seconds.
    public init(_ hour: Int, _ minute: Int, _ second: Int = 0, nanosecond: Int = 0) throws(HaystackError) {
        guard (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second), (0..<1_000_000_000).contains(nanosecond)
        else {
            throw HaystackError(.range, "found the time \(hour):\(minute):\(second), expected 00:00:00 to 23:59:59")
        }
        self.nanosecondsSinceMidnight = Int64((hour * 60 + minute) * 60 + second) * 1_000_000_000 + Int64(nanosecond)
    }

    /// Makes a time of day of nanoseconds since midnight.
    ///
    /// - Throws: `.range` outside one day.
    public init(nanosecondsSinceMidnight: Int64) throws(HaystackError) {
        guard (0..<86_400_000_000_000).contains(nanosecondsSinceMidnight) else {
            throw HaystackError(.range, "found \(nanosecondsSinceMidnight) ns since midnight, expected less than one day")
        }
        self.nanosecondsSinceMidnight = nanosecondsSinceMidnight
    }

    /// The time of nanoseconds that are known to be within one day.
    package init(checkedNanoseconds nanoseconds: Int64) {
        self.nanosecondsSinceMidnight = nanoseconds
    }

    /// Earlier times first.
    public static func < (left: HaystackTime, right: HaystackTime) -> Bool {
        left.nanosecondsSinceMidnight < right.nanosecondsSinceMidnight
    }
}

extension HaystackTime: CustomStringConvertible {
    /// `hh:mm:ss`, with as many fraction digits as are needed.
    public var description: String {
        var sink = ByteSink(capacity: 18)
        sink.append(time: self)
        return sink.makeString()
    }
}
