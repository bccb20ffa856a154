import Benchmark
import BenchmarkDefaults
import DockerClient
import NIOCore
import StubEngine

let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration = .haystack
    addPings()
    addStreams()
}

private func client(of engine: StubEngine) throws -> DockerClient {
    var options = DockerClient.Options()
    options.apiVersion = APIVersion(major: 1, minor: 41)
    return try DockerClient(.unix(path: engine.path), options: options)
}

/// A call and its answer on a connection that is used again, beside the same written by hand.
private func addPings() {
    Benchmark("Ping × 100") { benchmark in
        let engine = try await StubEngine()
        let docker = try client(of: engine)
        try await docker.system.ping()
        benchmark.startMeasurement()
        for _ in 0..<100 { try await docker.system.ping() }
        benchmark.stopMeasurement()
        try await engine.close()
    }
    Benchmark("Ping × 100, by hand") { benchmark in
        let engine = try await StubEngine()
        let raw = try await RawExchange(path: engine.path)
        _ = try await raw.ping()
        benchmark.startMeasurement()
        for _ in 0..<100 { blackHole(try await raw.ping()) }
        benchmark.stopMeasurement()
        try await raw.close()
        try await engine.close()
    }
}

/// A gigabyte in and a gigabyte out.
private func addStreams() {
    Benchmark("Archive put of 1 GB") { benchmark in
        let engine = try await StubEngine()
        let docker = try client(of: engine)
        benchmark.startMeasurement()
        let source = ByteSource { sink in for _ in 0..<StubLoad.pieces { try await sink(StubLoad.piece) } }
        try await docker.containers.putArchive("stub", path: "/", source)
        benchmark.stopMeasurement()
        try await engine.close()
    }
    Benchmark("Logs of 1 GB") { benchmark in
        let engine = try await StubEngine()
        let docker = try client(of: engine)
        var options = Containers.LogOptions()
        options.tail = StubLoad.bytes
        benchmark.startMeasurement()
        var count = 0
        for try await chunk in try await docker.containers.logs("stub", options) { count += chunk.bytes.readableBytes }
        benchmark.stopMeasurement()
        precondition(count == StubLoad.bytes, "\(count) of \(StubLoad.bytes) bytes came")
        try await engine.close()
    }
}
