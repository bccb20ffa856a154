import DockerClient
import NIOCore
import StubEngine
import Timing

/// The calls of a run: one alone would measure the clock.
private let calls = 1000

private func client(of engine: StubEngine) throws -> DockerClient {
    var options = DockerClient.Options()
    options.apiVersion = APIVersion(major: 1, minor: 41)
    return try DockerClient(.unix(path: engine.path), options: options)
}

/// Times pings in turns, so that what else the machine does falls on both.
func timePings(_ engine: StubEngine, seconds: Double) async throws {
    let docker = try client(of: engine)
    let raw = try await RawExchange(path: engine.path)
    var times = (own: RunTimes(), hand: RunTimes())
    for _ in 0..<calls {
        try await docker.system.ping()
        _ = try await raw.ping()
    }
    repeat {
        try await times.own.add { for _ in 0..<calls { try await docker.system.ping() } }
        try await times.hand.add { for _ in 0..<calls { _ = try await raw.ping() } }
    } while !times.own.fill(seconds: seconds)
    times.own.report("docker ping × \(calls)", bytes: 0)
    times.hand.report("docker ping × \(calls) by hand", bytes: 0)
    try await raw.close()
}

/// Times an archive that goes in and a log that comes out, as pieces and as lines.
func timeStreams(_ engine: StubEngine, seconds: Double) async throws {
    let docker = try client(of: engine)
    try await time("docker archive put", seconds) {
        let source = ByteSource { sink in for _ in 0..<StubLoad.pieces { try await sink(StubLoad.piece) } }
        try await docker.containers.putArchive("stub", path: "/", source)
        return StubLoad.bytes
    }
    var options = Containers.LogOptions()
    options.tail = StubLoad.bytes
    let all = options
    try await time("docker logs", seconds) {
        var count = 0
        for try await chunk in try await docker.containers.logs("stub", all) { count += chunk.bytes.readableBytes }
        return count
    }
    try await time("docker logs as lines", seconds) {
        var count = 0
        for try await line in try await docker.containers.logs("stub", all).lines { count += line.text.utf8.count + 1 }
        return count
    }
}

private func time(_ name: String, _ seconds: Double, _ body: () async throws -> Int) async throws {
    var times = RunTimes()
    repeat {
        try await times.add {
            let count = try await body()
            precondition(count == StubLoad.bytes, "\(count) of \(StubLoad.bytes) bytes went over")
        }
    } while !times.fill(seconds: seconds)
    times.report(name, bytes: StubLoad.bytes)
}
