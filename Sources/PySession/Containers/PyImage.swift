public import DockerClient
import NIOCore

/// The image that sessions in containers use where no option names another: made on this machine's engine, of a base with Python.
///
/// It has numpy, pandas, scipy, scikit-learn, numexpr, python-dateutil, pytz, time zones and matplotlib, and the SDK's server, which runs as a
/// user that is not root.
///
/// ```swift
/// try await PyImage.build(DockerClient()) { print($0.text) }
/// ```
public enum PyImage {
    /// The name under which sessions look for it.
    public static let name = SessionImage.own
    /// The base where none is named.
    public static let defaultBase = "python:3.13-slim"

    /// What a build is told.
    public struct Options: Sendable {
        /// The image to build on: one with Python 3.10 or newer as `python3`, and with pip unless it has all packages already.
        public var base = PyImage.defaultBase
        /// The name of the image.
        public var name = PyImage.name
        /// The network of the build's steps, such as `host` where a build has no other way to a package index.
        public var network: String?
        /// Whether steps are done again although their result is known.
        public var ignoresCache = false
        /// Whether the base is pulled although it is there.
        public var pulls = false

        /// Makes options with their defaults.
        public init() {}
    }

    /// What a build has come to.
    public struct Progress: Sendable, Hashable {
        /// The step of the Dockerfile that is done now, counted from 1; 0 before the first.
        public var step = 0
        /// How many steps there are; 0 where that is not known yet.
        public var steps = 0
        /// A line of what the build writes.
        public var text = ""
    }

    /// Builds the image.
    ///
    /// - Parameter progress: is told each line that the build writes.
    /// - Returns: the image's identity.
    /// - Throws: `DockerError`; `.stream` where a step fails, with its words.
    @discardableResult
    public static func build(
        _ docker: DockerClient, _ options: Options = Options(), progress: @Sendable (Progress) -> Void = { _ in }
    ) async throws -> String {
        var build = BuildOptions()
        build.tags = [options.name]
        build.arguments = ["BASE": options.base]
        build.labels = [SessionImage.packageLabel: EmbeddedPython.digest]
        build.networkMode = options.network
        build.ignoresCache = options.ignoresCache
        build.pulls = options.pulls
        let files = (EmbeddedImage.files + EmbeddedPython.files).map { ($0.path, ByteBuffer(string: $0.text)) }
        let stream = try await docker.images.build(context: .tar(files: Dictionary(files) { first, _ in first }), build)
        var reader = BuildProgressReader()
        var id: String?
        for try await part in stream {
            id = part.imageID ?? id
            for state in reader.take(part) { progress(state) }
        }
        if let id { return id }
        return try await docker.images.inspect(options.name).id
    }
}

/// Reads a classic builder's words: `Step 3/9 : RUN …`, cut anywhere.
struct BuildProgressReader {
    private var line = ""
    private var progress = PyImage.Progress()

    /// The states that a piece brings: one for each whole line.
    mutating func take(_ part: ImageProgress) -> [PyImage.Progress] {
        if let status = part.status { return [state([part.id, status].compactMap(\.self).joined(separator: " "))] }
        return take(part.text ?? "")
    }

    mutating func take(_ text: String) -> [PyImage.Progress] {
        var states: [PyImage.Progress] = []
        for character in text {
            guard character.isNewline else {
                line.append(character)
                continue
            }
            if !line.isEmpty { states.append(state(line)) }
            line = ""
        }
        return states
    }

    private mutating func state(_ text: String) -> PyImage.Progress {
        progress.text = text
        let words = text.split(separator: " ", maxSplits: 3)
        if words.count > 2, words[0] == "Step" {
            let numbers = words[1].split(separator: "/").compactMap { Int($0) }
            if numbers.count == 2 { (progress.step, progress.steps) = (numbers[0], numbers[1]) }
        }
        return progress
    }
}
