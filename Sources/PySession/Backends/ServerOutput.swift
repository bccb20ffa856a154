import DockerClient
import Logging
import NIOCore
import Subprocess
import Synchronization

/// What a server process writes: a line by which it says that it listens; then what the Python code prints.
final class ServerOutput: Sendable {
    enum Readiness: Sendable {
        case listening
        case ended
        case late
        case cancelled
    }

    private struct State {
        /// The start of a line that may be the greeting; nil once that has come.
        var line: [UInt8]? = []
        var tail: [UInt8] = []
        var readiness: Readiness?
    }

    private static let tailSize = 4096
    private static let greeting = Array("hxpy listening ".utf8)
    private let state = Mutex(State())
    private let options: PySessionOptions
    private let readinessChanges: AsyncStream<Readiness>.Continuation
    private let readinessStream: AsyncStream<Readiness>

    /// - Parameter expectsGreeting: whether the server says that it listens, as the SDK's own does.
    init(options: PySessionOptions, expectsGreeting: Bool = true) {
        self.options = options
        if !expectsGreeting { state.withLock { $0.line = nil } }
        (readinessStream, readinessChanges) = AsyncStream<Readiness>.makeStream()
    }

    // MARK: - Readiness

    func readiness(within limit: Duration) async -> Readiness {
        await withTaskGroup(of: Readiness.self) { group in
            group.addTask { [readinessStream] in
                for await readiness in readinessStream { return readiness }
                return .cancelled
            }
            group.addTask {
                do {
                    try await Task.sleep(for: limit)
                    return .late
                } catch {
                    return .cancelled
                }
            }
            let first = await group.next() ?? .cancelled
            group.cancelAll()
            return Task.isCancelled ? .cancelled : first
        }
    }

    /// Waits, once the process listens, until it ends. A cancelled task waits no longer.
    func ending() async {
        for await readiness in readinessStream where readiness == .ended { return }
    }

    /// Tells that the process has ended.
    func end() {
        readinessChanges.yield(.ended)
        readinessChanges.finish()
    }

    // MARK: - Streams

    func follow(_ sequence: SubprocessOutputSequence, _ stream: PyOutput.Stream) async {
        do {
            for try await buffer in sequence {
                let bytes = unsafe buffer.withUnsafeBytes { bytes in unsafe [UInt8](bytes) }
                take(bytes, stream)
            }
        } catch {
            options.logger.debug("reading the output of Python failed", metadata: ["error": "\(error)"])
        }
    }

    /// Follows what a container writes, until it ends.
    func follow(_ output: ProcessOutput) async {
        do {
            for try await chunk in output { take(Array(chunk.bytes.readableBytesView), chunk.stream == .stdout ? .standardOutput : .standardError) }
        } catch {
            options.logger.debug("reading the output of a container failed", metadata: ["error": "\(error)"])
        }
        end()
    }

    private func take(_ bytes: [UInt8], _ stream: PyOutput.Stream) {
        var bytes = bytes
        if stream == .standardOutput {
            bytes = withoutGreeting(bytes)
        } else {
            state.withLock { $0.tail = ($0.tail + bytes).suffix(ServerOutput.tailSize) }
        }
        guard !bytes.isEmpty else { return }
        options.logger.debug("python wrote", metadata: ["text": "\(String(decoding: bytes, as: UTF8.self))"])
        options.output?(PyOutput(stream: stream, bytes: bytes))
    }

    /// Takes the line away by which the server says that it listens. What is written before it, by a `sitecustomize` say, is output like any other.
    private func withoutGreeting(_ bytes: [UInt8]) -> [UInt8] {
        let (rest, isGreeted): ([UInt8], Bool) = state.withLock { state in
            guard let started = state.line else { return (bytes, false) }
            var output: [UInt8] = []
            var remaining = (started + bytes)[...]
            while let end = remaining.firstIndex(of: UInt8(ascii: "\n")) {
                let line = remaining[...end]
                remaining = remaining[(end + 1)...]
                if line.starts(with: ServerOutput.greeting) {
                    state.line = nil
                    return (output + remaining, true)
                }
                output += line
            }
            if remaining.count > ServerOutput.tailSize {
                output += remaining
                remaining = []
            }
            state.line = [UInt8](remaining)
            return (output, false)
        }
        if isGreeted { readinessChanges.yield(.listening) }
        return rest
    }

    /// The end of what was written to standard error.
    var errorTail: String {
        String(decoding: state.withLock(\.tail), as: UTF8.self)
    }

    /// The last lines of standard error, as the end of a sentence.
    var lastWords: String {
        let lines = errorTail.split(separator: "\n").suffix(4)
        return lines.isEmpty ? "" : "; its last words: \(lines.joined(separator: " | "))"
    }
}
