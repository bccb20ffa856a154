import DockerClient
import Foundation
import Testing

/// The engine that these tests talk to: the one that `DOCKER_HOST` names. `scripts/engine start` starts one.
enum TestEngine {
    /// A Debian with Python, numpy and pandas, which `scripts/engine` makes.
    static let image = "haystack-base:bookworm"
    /// What every object of these tests carries, so that a run that was killed can be cleaned up after.
    static let label = "haystack-sdk.test"

    /// Whether there is an engine. With `CI=true` a missing one fails the tests; elsewhere it skips them and says so.
    static let isThere: Bool = {
        let variables = ProcessInfo.processInfo.environment
        if variables["DOCKER_HOST"]?.isEmpty == false || variables["CI"] == "true" { return true }
        FileHandle.standardError.write(
            Data("\n*** DockerEngineTests are SKIPPED: set DOCKER_HOST, or run eval \"$(scripts/engine start)\" ***\n\n".utf8)
        )
        return false
    }()

    static func client() throws -> DockerClient { try DockerClient() }

    /// A name that no other run uses.
    static func name(_ purpose: String) -> String { "haystack-test-\(purpose)-\(UInt32.random(in: 0...UInt32.max))" }

    /// A container of the base image that ends at once when it is told to.
    static func spec(_ command: String...) -> ContainerSpec {
        var spec = ContainerSpec(image: image, command: command)
        spec.labels = [label: "1"]
        spec.host.networkMode = "none"
        spec.host.hasInit = true
        return spec
    }

    /// Runs the body with a container that sleeps.
    static func withSleeper<Result>(
        _ change: (inout ContainerSpec) -> Void = { _ in },
        _ body: (DockerClient, String) async throws -> Result
    ) async throws -> Result {
        let docker = try client()
        var spec = spec("sleep", "300")
        change(&spec)
        return try await docker.containers.with(spec) { id in
            try await docker.containers.start(id)
            return try await body(docker, id)
        }
    }
}

/// All suites that need an engine. They share it, and run one after the other.
@Suite(.enabled(if: TestEngine.isThere, "there is no Docker engine"), .serialized, .timeLimit(.minutes(5)))
enum WithEngine {}
