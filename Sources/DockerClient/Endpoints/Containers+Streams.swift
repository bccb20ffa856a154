public import NIOCore

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension Containers {
    /// Which part of a container's log is read.
    public struct LogOptions: Sendable {
        /// Goes on with what the container writes from now on, until it ends.
        public var follow = false
        /// Reads the standard output.
        public var stdout = true
        /// Reads the standard error.
        public var stderr = true
        /// Reads only so many lines from the end.
        public var tail: Int?
        /// Reads only what was written since.
        public var since: Date?
        /// Reads only what was written before.
        public var until: Date?
        /// Puts the time before each line.
        public var timestamps = false

        /// Makes options with their defaults.
        public init() {}
    }

    /// Reads a container's log.
    ///
    /// - Parameter follow: goes on with what it writes from now on, until it ends.
    public func logs(_ container: String, follow: Bool = false) async throws(DockerError) -> ProcessOutput {
        var options = LogOptions()
        options.follow = follow
        return try await logs(container, options)
    }

    /// Reads a part of a container's log.
    public func logs(_ container: String, _ options: LogOptions) async throws(DockerError) -> ProcessOutput {
        let isTTY = try await inspect(container).configuration.isTTY
        var call = Call(.get, try Containers.path(container, "/logs"))
        call.query.add("follow", options.follow)
        call.query.add("stdout", options.stdout)
        call.query.add("stderr", options.stderr)
        call.query.add("timestamps", options.timestamps)
        call.query.add("tail", options.tail)
        call.query.add("since", options.since.map { EngineTime.parameter($0) })
        call.query.add("until", options.until.map { EngineTime.parameter($0) })
        let stream = try await client.stream(call)
        let watch = options.follow ? endWatch(container, stream, .notRunning) : nil
        return ProcessOutput(stream, isTTY: stream.isTTY(isTTY), watch: watch)
    }

    /// Attaches to a container: to its output, and to its input where it was made with one.
    ///
    /// Attach before the start in order to miss nothing.
    /// - Parameters:
    ///   - logs: begins with what it wrote before.
    public func attach(_ container: String, logs: Bool = false) async throws(DockerError) -> ProcessStream {
        let details = try await inspect(container)
        var call = Call(.post, try Containers.path(container, "/attach"), ["stream": "1", "stdout": "1", "stderr": "1"])
        call.query.add("stdin", details.configuration.hasInput)
        call.query.add("logs", logs)
        call.headers = ["Connection": "Upgrade", "Upgrade": "tcp"]
        let stream = try await client.stream(call, mode: .hijack)
        let watch = endWatch(container, stream, details.state.isRunning ? .notRunning : .nextExit)
        return ProcessStream(stream, isTTY: stream.isTTY(details.configuration.isTTY), watch: watch)
    }

    private func endWatch(_ container: String, _ stream: OpenStream, _ condition: WaitCondition) -> EndWatch {
        let containers = self
        return EndWatch(stream.connection) {
            do throws(DockerError) {
                _ = try await containers.wait(container, until: condition)
                return true
            } catch {
                return error.code == .notFound
            }
        }
    }
}

extension OpenStream {
    /// Whether the bytes come without frames: as the answer's type says, or else as the container says.
    func isTTY(_ containerHasTTY: Bool) -> Bool {
        // Engines before API 1.42 say raw-stream of both.
        head.headers["Content-Type"] == "application/vnd.docker.multiplexed-stream" ? false : containerHasTTY
    }
}

// MARK: - Archives

extension Containers {
    /// Reads a file or a folder of a container as a tar archive.
    public func archive(_ container: String, path: String) async throws(DockerError) -> ByteStream {
        ByteStream(try await client.stream(Call(.get, Containers.path(container, "/archive"), ["path": path])))
    }

    /// Unpacks a tar archive into a folder of a container. The archive may be compressed by gzip.
    ///
    /// ```swift
    /// try await docker.containers.putArchive("web", path: "/srv", .tar(folder: "site"))
    /// ```
    /// - Parameters:
    ///   - path: a folder that is there.
    ///   - archive: its bytes, as they come.
    public func putArchive(_ container: String, path: String, _ archive: ByteSource) async throws(DockerError) {
        try await put(container, path, .stream(archive))
    }

    /// Unpacks a tar archive into a folder of a container. The archive may be compressed by gzip.
    public func putArchive(_ container: String, path: String, _ archive: ByteBuffer) async throws(DockerError) {
        try await put(container, path, .bytes(archive))
    }

    private func put(_ container: String, _ path: String, _ body: HTTPRequest.Body) async throws(DockerError) {
        var call = Call(.put, try Containers.path(container, "/archive"), ["path": path])
        call.headers = ["Content-Type": "application/x-tar"]
        call.body = body
        try await client.collect(call.untimed)
    }
}
