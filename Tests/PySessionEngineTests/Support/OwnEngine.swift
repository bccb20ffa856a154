import DockerClient
import Foundation
import PySession
import Testing

#if canImport(Glibc)
import Glibc
#endif

#if os(Linux)
/// An engine that a test may kill: a dockerd without networks, on a socket and in a folder of its own.
///
/// Its one image is nearly empty. A session's container mounts this machine's Python into it, read-only, which saves the copy of an image.
final class OwnEngine {
    private static let program = ["/usr/bin/dockerd", "/usr/sbin/dockerd"].first { FileManager.default.isExecutableFile(atPath: $0) }
    private static let image = "haystack-test-empty:1"

    /// Whether this machine and this user can run one.
    static var isPossible: Bool { program != nil && getuid() == 0 && TestEngine.isThere }

    private let folder: String
    private var process = Process()
    let docker: DockerClient

    /// Runs a body with an engine of its own.
    static func run(_ body: (OwnEngine) async throws -> Void) async throws {
        let engine = try OwnEngine()
        do {
            try await engine.start()
            try await engine.makeImage()
            try await body(engine)
            await engine.end()
        } catch {
            await engine.end()
            throw error
        }
    }

    private init() throws {
        folder = "/tmp/hxengine-\(UInt32.random(in: 0...UInt32.max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        docker = try DockerClient(.unix(path: folder + "/docker.sock"))
    }

    /// Ends it: asked to, it ends its containers and takes its mounts away.
    private func end() async {
        await signal(SIGTERM)
        // One that was killed before has left mounts, and shims of containers that have ended.
        let cleaner = Process()
        cleaner.executableURL = URL(filePath: "/bin/sh")
        let mounts = "awk -v folder=\(folder)/ 'index($2, folder) == 1 { print $2 }' /proc/mounts"
        let shims = "grep -alF \(folder)/exec /proc/[0-9]*/cmdline 2>/dev/null | grep -v self | cut -d / -f 3 | grep -vx $$"
        cleaner.arguments = ["-c", "\(shims) | xargs -r kill -9 2>/dev/null; \(mounts) | sort -r | xargs -r umount -l; rm -rf \(folder)"]
        try? cleaner.run()
        cleaner.waitUntilExit()
    }

    /// Starts it and waits until it answers.
    func start() async throws {
        // What a killed engine leaves behind keeps the next one from starting.
        for file in ["docker.pid", "exec/containerd/containerd.pid", "exec/containerd/containerd.sock"] {
            try? FileManager.default.removeItem(atPath: folder + "/" + file)
        }
        process = Process()
        // In a network of its own: it takes down the bridge of an engine beside it otherwise. It shares its mounts with this machine, for its
        // containers mount folders that are made while it runs.
        process.executableURL = URL(filePath: "/usr/bin/unshare")
        process.arguments = [
            "--net", Self.program ?? "", "--data-root", folder + "/data", "--exec-root", folder + "/exec", "--pidfile", folder + "/docker.pid",
            "-H", "unix://\(folder)/docker.sock", "--bridge", "none", "--iptables=false",
        ]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        guard try await Containers.come({ (try? await docker.system.ping()) != nil }) else {
            throw Surprise("dockerd did not answer within a minute")
        }
    }

    /// Kills it without a word.
    func kill() async { await signal(SIGKILL) }

    /// Sends a signal and waits for the end. Not by Foundation's Process, which waits for all that inherited a descriptor of it: a container's
    /// shim outlives its engine.
    private func signal(_ number: Int32) async {
        let process = process.processIdentifier
        _ = Glibc.kill(process, number)
        _ = try? await Containers.come {
            guard let stat = FileManager.default.contents(atPath: "/proc/\(process)/stat") else { return true }
            return String(decoding: stat, as: UTF8.self).split(separator: ")").last?.hasPrefix(" Z") == true
        }
    }

    /// An image of a root folder with nothing but places to mount at.
    private func makeImage() async throws {
        let root = folder + "/root"
        for name in ["usr", "etc", "tmp", "run/hxpy", "opt", "sbin"] {
            try FileManager.default.createDirectory(atPath: root + "/" + name, withIntermediateDirectories: true)
        }
        for name in ["bin", "lib", "lib64"] {
            try FileManager.default.createSymbolicLink(atPath: root + "/" + name, withDestinationPath: "usr/" + name)
        }
        for folder in try await pythonFolders where folder != "/usr" {
            try FileManager.default.createDirectory(atPath: root + folder, withIntermediateDirectories: true)
        }
        try FileManager.default.createDirectory(atPath: root + "/opt/haystack-sdk", withIntermediateDirectories: true)
        try await docker.images.importing(.tar(folder: root), as: Self.image).finish()
    }

    /// The folders that this machine's Python lives in.
    private var pythonFolders: Set<String> {
        get async throws {
            let python = Process()
            python.executableURL = URL(filePath: try PythonInterpreter.find().path)
            python.arguments = ["-c", "import sys; print(sys.prefix); print(sys.base_prefix)"]
            let output = Pipe()
            python.standardOutput = output
            try python.run()
            let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            python.waitUntilExit()
            let prefixes = text.split(separator: "\n").map(String.init)
            return Set(prefixes.filter { !$0.hasPrefix("/usr/") } + ["/usr"])
        }
    }

    /// A strict sandbox on this engine: without networks there is no other.
    var backend: PyBackend {
        get async throws {
            var options = DockerOptions(image: Self.image, sandbox: .strict)
            options.engine = docker.endpoint
            options.python = try PythonInterpreter.find().path
            options.mounts = try await pythonFolders.map { Mount(.bind, source: $0, target: $0, isReadOnly: true) }
            return .docker(options)
        }
    }
}
#endif
