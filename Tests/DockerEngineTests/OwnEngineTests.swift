import DockerClient
import Foundation
import Testing

#if canImport(Glibc)
import Glibc
#endif

#if os(Linux)
/// An engine that a test may kill: a dockerd without networks on a socket and a folder of its own.
private final class OwnEngine {
    private static let program = ["/usr/bin/dockerd", "/usr/sbin/dockerd"].first { FileManager.default.isExecutableFile(atPath: $0) }

    /// Whether this machine and this user can run one.
    static var isPossible: Bool { program != nil && getuid() == 0 && ProcessInfo.processInfo.environment["DOCKER_HOST"] != nil }

    private let folder: Folder
    private var process = Process()

    var endpoint: DockerEndpoint { .unix(path: folder.path + "/docker.sock") }

    init() throws { folder = try Folder() }

    deinit {
        process.terminate()
        process.waitUntilExit()
    }

    /// Starts it and waits until it answers.
    func start(_ docker: DockerClient) async throws {
        // What a killed engine leaves behind keeps the next one from starting.
        for file in ["docker.pid", "exec/containerd/containerd.pid", "exec/containerd/containerd.sock"] {
            try? FileManager.default.removeItem(atPath: folder.path + "/" + file)
        }
        process = Process()
        // In namespaces of its own: it takes down the bridge of an engine beside it otherwise, and leaves mounts behind when it is killed.
        process.executableURL = URL(fileURLWithPath: "/usr/bin/unshare")
        let path = folder.path
        process.arguments = [
            "--net", "--mount", Self.program ?? "",
            "--data-root", path + "/data", "--exec-root", path + "/exec", "--pidfile", path + "/docker.pid", "-H",
            "unix://\(path)/docker.sock",
            "--bridge", "none", "--iptables=false", "--storage-driver", "vfs",
        ]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        for _ in 0..<300 {
            if (try? await docker.system.ping()) != nil { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw DockerError(.timeout, "dockerd did not answer within 30 seconds")
    }

    /// Kills it without a word.
    func kill() {
        _ = Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}

extension WithEngine {
    @Suite(.enabled(if: OwnEngine.isPossible, "killing an engine needs root and dockerd")) struct OwnEngineTests {
        @Test func `an engine killed in mid-stream is an error, and used again after its restart`() async throws {
            let engine = try OwnEngine()
            let docker = try DockerClient(engine.endpoint)
            try await engine.start(docker)
            let volume = try await docker.volumes.create().name
            let events = try await docker.system.events(since: Date(timeIntervalSinceNow: -60))
            let reading = Task {
                var count = 0
                do throws(DockerError) {
                    for try await _ in events { count += 1 }
                } catch {
                    return (count, error as DockerError?)
                }
                return (count, nil)
            }
            try await Task.sleep(for: .milliseconds(300))
            engine.kill()
            let (count, error) = await reading.value
            #expect(count > 0)
            #expect(error?.code == .connectionClosed)
            await #expect(throws: DockerError(.engineNotFound, "")) { try await docker.volumes.list() }
            try await engine.start(docker)
            #expect(try await docker.volumes.list().map(\.name) == [volume])
        }
    }
}
#endif
