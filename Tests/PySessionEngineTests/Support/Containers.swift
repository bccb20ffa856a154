import DockerClient
import Foundation
import NIOCore
import PySession

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The containers of sessions, as the engine knows them.
enum Containers {
    /// Those of a process; of this one where not given.
    static func of(_ process: Int32 = getpid()) async throws -> [Container] {
        let filters: Filters = ["label": [SessionContainers.label, "haystack-sdk.owner.pid=\(process)"]]
        return try await TestEngine.client().containers.list(all: true, filters: filters)
    }

    /// The one container of this process.
    static func only() async throws -> Container {
        let found = try await of()
        guard found.count == 1 else { throw Surprise("found \(found.count) containers, expected one") }
        return found[0]
    }

    /// Whether a container is there.
    static func isThere(_ id: String) async throws -> Bool {
        do {
            _ = try await TestEngine.client().containers.inspect(id)
            return true
        } catch let error as DockerError where error.code == .notFound {
            return false
        }
    }

    /// What the engine knows of a container beyond what the client reads of it.
    static func hostConfig(_ id: String) async throws -> [String: Any] {
        let body = try await TestEngine.client().request(.get, "/containers/\(id)/json").body
        let object = try JSONSerialization.jsonObject(with: Data(body.readableBytesView)) as? [String: Any]
        return object?["HostConfig"] as? [String: Any] ?? [:]
    }

    /// Waits until a condition holds, looking at it again and again for as long as a slow machine may need.
    ///
    /// - Returns: whether it came to hold.
    static func come(within limit: Duration = .seconds(60), _ condition: () async throws -> Bool) async throws -> Bool {
        let deadline = ContinuousClock.now + limit
        while ContinuousClock.now < deadline {
            if try await condition() { return true }
            try await Task.sleep(for: .milliseconds(10))
        }
        return try await condition()
    }
}

struct Surprise: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// Runs a body with a folder of its own.
func withTemporaryFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "haystack-tests-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try await body(folder)
}
