// wire-times SECONDS: times matrices packed and unpacked, turn about with the copies that they are measured against, and the reply reader,
// and prints a line of JSON for each; `compare` runs it.

import HaystackCore
import HaystackZinc
import HxpyWire
import Samples
import Timing
import WireSamples

let seconds = CommandLine.arguments.dropFirst().first.flatMap(Double.init) ?? 1

for sample in try SampleMatrix.both() {
    let bytes = sample.matrix.values.count * 8
    try alternate(
        bytes,
        ("pack \(sample.name)", { _ = try RequestFrame(sample.batch) }),
        ("pack \(sample.name) memcpy", { _ = sample.copyToBuffer() })
    )
    try alternate(
        bytes,
        ("unpack \(sample.name)", { _ = try sample.reply.value() }),
        ("unpack \(sample.name) memcpy", { _ = sample.copyToArray() })
    )
}

let his = try Grid(zinc: SampleFile.zinc("his"))
for megabytes in [10, 100] {
    for reply in [try SampleReply.buf(megabytes: megabytes), try SampleReply.grids(his, megabytes: megabytes)] {
        try alternate(
            reply.count,
            ("reply \(reply.name)", { _ = try reply.read() }),
            ("reply \(reply.name) memcpy", { _ = reply.copy() })
        )
    }
}

typealias Run = (name: String, body: () throws -> Void)

/// Times two things in turns, so that what else the machine does falls on both.
func alternate(_ bytes: Int, _ left: Run, _ right: Run) throws {
    var times = (left: RunTimes(), right: RunTimes())
    try left.body()
    try right.body()
    repeat {
        try times.left.add(left.body)
        try times.right.add(right.body)
    } while !times.left.fill(seconds: seconds)
    times.left.report(left.name, bytes: bytes)
    times.right.report(right.name, bytes: bytes)
}
