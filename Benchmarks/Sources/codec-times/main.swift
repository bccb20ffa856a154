// codec-times FILE.zinc…: times our codecs on each file and prints a line of JSON for each measurement, in milliseconds.

import Foundation
import HaystackCore
import HaystackZinc

struct Measurement: Encodable {
    let file: String
    let name: String
    let bytes: Int
    let median: Double
    let minimum: Double
}

/// The times of a body's runs, sorted, in milliseconds: at least nine, and for about a second.
func times(_ body: () throws -> Void) rethrows -> [Double] {
    let clock = ContinuousClock()
    try body()
    var times: [Double] = []
    let end = clock.now + .seconds(1)
    while times.count < 9 || (clock.now < end && times.count < 200) {
        let duration = try clock.measure(body)
        times.append(Double(duration.components.seconds) * 1000 + Double(duration.components.attoseconds) / 1e15)
    }
    return times.sorted()
}

let encoder = JSONEncoder()

func measure(_ file: String, _ name: String, bytes: Int, _ body: () throws -> Void) throws {
    let times = try times(body)
    let measurement = Measurement(file: file, name: name, bytes: bytes, median: times[times.count / 2], minimum: times[0])
    print(String(decoding: try encoder.encode(measurement), as: UTF8.self))
}

for path in CommandLine.arguments.dropFirst() {
    let url = URL(fileURLWithPath: path)
    let file = url.deletingPathExtension().lastPathComponent
    let zinc = [UInt8](try Data(contentsOf: url))
    let grid = try Grid(zinc: zinc)
    let brio = try grid.brio()
    try measure(file, "zinc decode", bytes: zinc.count) { _ = try Grid(zinc: zinc) }
    try measure(file, "zinc encode", bytes: zinc.count) { _ = try Zinc.encode(.grid(grid)) }
    try measure(file, "brio decode", bytes: brio.count) { _ = try Grid(brio: brio) }
    try measure(file, "brio encode", bytes: brio.count) { _ = try grid.brio() }
}
