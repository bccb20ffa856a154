import DockerClient
import Foundation
import NIOCore
import PySession
import Testing

/// The engine on which these tests make containers: the one that `DOCKER_HOST` names. `scripts/engine start` starts one.
enum TestEngine {
    /// A Debian with Python and what scientists import, which `scripts/engine` makes. It has no `hxpy` and no entrypoint.
    static let base = "haystack-base:bookworm"
    /// How long a test may take. The shortest limit counts of all that a test stands in, so that the long soak must be allowed here too.
    static let minutes = ProcessInfo.processInfo.environment["HAYSTACK_SOAK"] == nil ? 5 : 600
    /// The label of the images that tests make.
    static let label = "haystack-sdk.test"

    /// Whether there is an engine. With `CI=true` a missing one fails the tests; elsewhere it skips them and says so.
    static let isThere: Bool = {
        let variables = ProcessInfo.processInfo.environment
        if variables["DOCKER_HOST"]?.isEmpty == false || variables["CI"] == "true" { return true }
        FileHandle.standardError.write(
            Data("\n*** PySessionEngineTests are SKIPPED: set DOCKER_HOST, or run eval \"$(scripts/engine start)\" ***\n\n".utf8)
        )
        return false
    }()

    static func client() throws -> DockerClient { try DockerClient() }

    /// The SDK's image on the base, built once for each run.
    static func ownImage() async throws -> String { try await own.value }

    private static let own = Task {
        var options = PyImage.Options()
        options.base = base
        options.name = "haystack-test-hxpy:own"
        try await PyImage.build(client(), options)
        return options.name
    }

    /// An image whose `python3 -m hxpy` behaves as upstream's: the base protocol, one connection, an end after the first exception.
    static func upstreamImage() async throws -> String { try await upstream.value }

    private static let upstream = Task {
        let script = URL(filePath: #filePath).appending(path: "../../../PySessionTests/Support/upstream_server.py").standardizedFileURL
        return try await image(
            "upstream",
            """
            FROM \(base)
            COPY hxpy /usr/lib/python3/dist-packages/hxpy
            ENTRYPOINT ["python3"]
            """,
            files: [
                "hxpy/__main__.py": "import sys\nsys.argv += ['--host', '0.0.0.0']\nfrom hxpy.upstream_server import main\nmain()\n",
                "hxpy/upstream_server.py": String(contentsOf: script, encoding: .utf8),
            ]
        )
    }

    /// Builds an image for the tests.
    static func image(_ purpose: String, _ dockerfile: String, files: [String: String] = [:]) async throws -> String {
        var options = BuildOptions()
        options.tags = ["haystack-test-hxpy:\(purpose)"]
        options.labels = [label: "1"]
        let context = files.merging(["Dockerfile": dockerfile]) { $1 }.mapValues { ByteBuffer(string: $0) }
        try await client().images.build(context: .tar(files: context), options).finish()
        return options.tags[0]
    }
}

/// All suites that need an engine. They share it and its processors, and run one after the other.
@Suite(.enabled(if: TestEngine.isThere, "there is no Docker engine"), .serialized, .timeLimit(.minutes(TestEngine.minutes)))
enum WithEngine {}

extension PyBackend {
    /// A container of the base image, with changes to its options.
    static func base(_ change: (inout DockerOptions) -> Void = { _ in }) -> PyBackend {
        var options = DockerOptions(image: TestEngine.base)
        change(&options)
        return .docker(options)
    }

    /// The same in the strict sandbox.
    static func strict(_ change: (inout DockerOptions) -> Void = { _ in }) -> PyBackend {
        base { options in
            options.sandbox = .strict
            change(&options)
        }
    }
}
