import Benchmark
import BenchmarkDefaults
import HaystackCore
import HaystackZinc
import HxpyWire
import Samples
import WireSamples

let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration = .haystack
    do {
        for sample in try SampleMatrix.both() { addMatrix(sample) }
        // A tenth too, so that it can be seen that the work is linear in the bytes.
        for megabytes in [10, 100] {
            addReply(try SampleReply.buf(megabytes: megabytes))
            addReply(try SampleReply.grids(Grid(zinc: SampleFile.zinc("his")), megabytes: megabytes))
        }
    } catch {
        fatalError("\(error)")
    }
}

/// Packing and unpacking of a matrix, each beside a copy of as many bytes to memory got in the same way.
private func addMatrix(_ sample: SampleMatrix) {
    Benchmark("Pack \(sample.name)") { _ in blackHole(try RequestFrame(sample.batch)) }
    Benchmark("Pack \(sample.name), memcpy of as many bytes") { _ in blackHole(sample.copyToBuffer()) }
    Benchmark("Unpack \(sample.name)") { _ in blackHole(try sample.reply.value()) }
    Benchmark("Unpack \(sample.name), memcpy of as many bytes") { _ in blackHole(sample.copyToArray()) }
}

/// Finding the end of a reply that comes in pieces of 64 KB.
private func addReply(_ reply: SampleReply) {
    Benchmark("Reply of \(reply.name)") { _ in blackHole(try reply.read()) }
    Benchmark("Reply of \(reply.name), memcpy of as many bytes") { _ in blackHole(reply.copy()) }
}
