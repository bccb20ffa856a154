import Foundation
import HaystackCore

/// A year of an office building, one row each 15 minutes: the weather, whether people are in, and the power that the building draws.
///
/// Nothing is random but the noise, and that comes from a seed, so every run makes the same year. With `h` the hour of the day and `d`
/// the day of the year:
///
///     temp = 55 − 22·cos(2π(d − 20)/365) − 8·cos(2π(h − 4)/24) + noise(±3)                         °F
///     kW   = 35 + 40·occupied + (temp above 65)·(occupied ? 2.2 : 0.9) + (45 below temp)·0.8 + noise(±4)
///
/// The building is occupied on weekdays from 7:00 to 19:00. As in real data there are gaps: the meter is silent (null) on the 10th of
/// each quarter's first month, and about one reading in 400 is known to be bad (NA).
func buildingYear(_ year: Int) throws -> Grid {
    let zone = try HaystackTimeZone.named("New_York")
    let midnight = try HaystackTime(0, 0)
    let start = try DateTime(HaystackDate(year, 1, 1), midnight, zone: zone).ticks
    let end = try DateTime(HaystackDate(year + 1, 1, 1), midnight, zone: zone).ticks
    let newYear = try HaystackDate(year, 1, 1).daysSince1970
    var noise = Noise(seed: 2025)

    var builder = GridBuilder(meta: ["dis": "A year of an office building"])
    builder.addColumn("ts", meta: ["tz": .str(zone.name)])
    builder.addColumn("temp", meta: ["dis": "Outside", "unit": "°F"])
    builder.addColumn("kW", meta: ["dis": "Power", "unit": "kW"])
    builder.addColumn("occupied")
    builder.addColumn("mode")

    // Steps of an instant, not of a wall clock: the days on which clocks change have 92 and 100 rows.
    for ticks in stride(from: start, to: end, by: 15 * 60 * 1_000_000_000) {
        let now = DateTime(ticks: ticks, zone: zone)
        let (date, time) = (now.date, now.time)
        let hour = Double(time.hour) + Double(time.minute) / 60
        let day = Double(date.daysSince1970 - newYear)
        // 1970-01-01 was a Thursday, the fourth day of the week.
        let weekday = (date.daysSince1970 + 3) % 7

        let occupied = weekday < 5 && (7..<19).contains(time.hour)
        let season = cos(2 * .pi * (day - 20) / 365)
        let temp = 55 - 22 * season - 8 * cos(2 * .pi * (hour - 4) / 24) + noise.next(3)
        let cooling = max(0, temp - 65) * (occupied ? 2.2 : 0.9)
        let heating = max(0, 45 - temp) * 0.8
        let kW = 35 + (occupied ? 40 : 0) + cooling + heating + noise.next(4)

        let isSilent = date.day == 10 && date.month % 3 == 1
        let isBad = noise.chance(of: 1.0 / 400)
        try builder.addRow([
            .dateTime(now),
            .number(rounded(temp), unit: "°F"),
            isSilent ? .null : isBad ? .na : .number(rounded(kW), unit: "kW"),
            .bool(occupied),
            cooling > 0 ? "cool" : heating > 0 ? "heat" : "idle",
        ])
    }
    return builder.build()
}

/// To a tenth, as a sensor would report it.
private func rounded(_ value: Double) -> Double { (value * 10).rounded() / 10 }

/// Numbers that look random and are the same on every run: SplitMix64.
private struct Noise {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// A number from −width to width.
    mutating func next(_ width: Double) -> Double { (unit() * 2 - 1) * width }

    /// True in that part of all calls.
    mutating func chance(of part: Double) -> Bool { unit() < part }

    /// A number from 0 to 1, of the upper 53 bits.
    private mutating func unit() -> Double {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return Double((mixed ^ (mixed >> 31)) >> 11) / Double(1 << 53)
    }
}
