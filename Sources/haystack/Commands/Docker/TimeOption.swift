import ArgumentParser
import Foundation

/// A moment: a length of time before now such as `1h30m`, seconds since 1970, or a date with a time.
struct TimeOption: ExpressibleByArgument {
    let date: Date

    init?(argument: String) {
        if let seconds = Double(argument), seconds.isFinite {
            date = Date(timeIntervalSince1970: seconds)
        } else if let ago = TimeOption.duration(argument) {
            date = Date(timeIntervalSinceNow: -ago)
        } else if let found = TimeOption.moment(argument) {
            date = found
        } else {
            return nil
        }
    }

    /// Seconds of a text such as `1h30m` or `1.5s`.
    static func duration(_ text: String) -> Double? {
        let units = ["ms": 0.001, "s": 1, "m": 60, "h": 3600]
        var rest = text[...]
        var seconds = 0.0
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber || $0 == "." }
            rest = rest[digits.endIndex...]
            let unit = rest.prefix { $0.isLetter }
            guard let number = Double(digits), let factor = units[String(unit)] else { return nil }
            seconds += number * factor
            rest = rest[unit.endIndex...]
        }
        return text.isEmpty ? nil : seconds
    }

    /// A date, with a time or not, with a zone or in this machine's own.
    private static func moment(_ text: String) -> Date? {
        for format in ["yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSSXXXXX", "yyyy-MM-dd'T'HH:mm:ssXXXXX", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd"] {
            let formatter = DateFormatter()
            formatter.locale = Locale(identifier: "en_US_POSIX")
            formatter.dateFormat = format
            if let date = formatter.date(from: text) { return date }
        }
        return nil
    }
}

/// How many lines from the end: a number or `all`.
enum TailOption: ExpressibleByArgument {
    case all
    case lines(Int)

    init?(argument: String) {
        if argument == "all" {
            self = .all
        } else if let count = Int(argument), count >= 0 {
            self = .lines(count)
        } else {
            return nil
        }
    }

    var defaultValueDescription: String { "all" }
}
