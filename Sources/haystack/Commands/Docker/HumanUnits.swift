/// Sizes and ages as the docker command writes them.
enum HumanUnits {
    /// `281MB`: three digits, in powers of 1000.
    static func size(_ bytes: Int) -> String {
        var size = Double(bytes)
        var unit = 0
        while size >= 1000, unit < units.count - 1 {
            size /= 1000
            unit += 1
        }
        return threeDigits(size) + units[unit]
    }

    /// `About a minute`, `3 days`: how long something has lasted.
    static func age(seconds: Int) -> String {
        let minutes = seconds / 60
        let hours = (seconds + 1800) / 3600
        switch seconds {
        case ..<1: return "Less than a second"
        case 1: return "1 second"
        case ..<60: return "\(seconds) seconds"
        case ..<120: return "About a minute"
        case ..<3600 where minutes < 46 || hours < 1: return "\(minutes) minutes"
        case _ where hours == 1: return "About an hour"
        case _ where hours < 48: return "\(hours) hours"
        case _ where hours < 24 * 7 * 2: return "\(hours / 24) days"
        case _ where hours < 24 * 30 * 2: return "\(hours / 24 / 7) weeks"
        case _ where hours < 24 * 365 * 2: return "\(hours / 24 / 30) months"
        default: return "\(hours / 24 / 365) years"
        }
    }

    private static let units = ["B", "kB", "MB", "GB", "TB", "PB"]

    private static func threeDigits(_ number: Double) -> String {
        let factor: Double = number >= 99.95 ? 1 : number >= 9.995 ? 10 : 100
        let rounded = (number * factor).rounded() / factor
        return rounded == rounded.rounded() ? String(Int(rounded)) : "\(rounded)"
    }
}
