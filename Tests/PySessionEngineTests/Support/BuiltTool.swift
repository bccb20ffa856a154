import DockerClient
import Foundation

/// The tool `haystack` as it was built beside these tests, and what it needs to run in a container: the SDK itself in Docker.
enum BuiltTool {
    /// The folder of build products.
    static var folder: String {
        get throws {
            // The path of the test bundle is an argument of whoever runs it, and stands in the list of what is loaded.
            for line in try maps where line.contains("PackageTests.xctest") {
                if let start = line.firstIndex(of: "/") { return URL(filePath: String(line[start...])).deletingLastPathComponent().path }
            }
            throw Surprise("found no test bundle among the loaded files")
        }
    }

    /// The folder of Swift's own libraries; nil where they are a part of the tool.
    static var runtimeFolder: String? {
        get throws {
            for line in try maps where line.contains("libswiftCore.so") {
                if let start = line.firstIndex(of: "/") { return URL(filePath: String(line[start...])).deletingLastPathComponent().path }
            }
            return nil
        }
    }

    private static var maps: [Substring] {
        get throws {
            guard let file = FileHandle(forReadingAtPath: "/proc/self/maps") else { throw Surprise("found no /proc/self/maps") }
            // It comes a page at a time, and `readToEnd` takes the first for all.
            var text = Data()
            while case let page = file.availableData, !page.isEmpty { text += page }
            return String(decoding: text, as: UTF8.self).split(separator: "\n")
        }
    }

    /// A container in which the tool runs as it does on this machine, with the engine's socket.
    static func spec(_ arguments: [String]) throws -> ContainerSpec {
        guard case .unix(let socket) = try TestEngine.client().endpoint else { throw Surprise("found an engine without a socket to mount") }
        var spec = ContainerSpec(image: TestEngine.base, command: arguments)
        spec.entrypoint = ["/opt/tool/haystack"]
        spec.labels = [TestEngine.label: "1"]
        spec.environment = ["DOCKER_HOST": "unix:///var/run/docker.sock"]
        spec.host.mounts = [
            Mount(.bind, source: socket, target: "/var/run/docker.sock"),
            Mount(.bind, source: try folder + "/haystack", target: "/opt/tool/haystack", isReadOnly: true),
        ]
        if let runtime = try runtimeFolder {
            spec.host.mounts.append(Mount(.bind, source: runtime, target: "/opt/swift-runtime", isReadOnly: true))
            spec.environment["LD_LIBRARY_PATH"] = "/opt/swift-runtime"
        }
        return spec
    }
}
