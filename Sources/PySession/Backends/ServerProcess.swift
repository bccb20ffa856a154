import Subprocess
import Synchronization

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// A child process that runs the Python server: started at once, ended for certain.
///
/// The child leads a session of its own, so that what the Python code starts ends with it. It holds the reading end of a pipe whose
/// writing end is ours: when this process dies, however suddenly, the pipe closes and the server ends itself.
final class ServerProcess: Sendable {
    struct Launch: Sendable {
        let interpreter: PythonInterpreter
        let package: PythonPackage
        let socket: String
        let key: String
        let timeout: Duration
    }

    /// How the process ended.
    struct End: Sendable {
        let description: String
    }

    let output: ServerOutput
    private let stops: AsyncStream<Duration>.Continuation
    private let ended: Task<End, Never>

    init(_ launch: Launch, _ output: ServerOutput) {
        let (requests, stops) = AsyncStream<Duration>.makeStream()
        self.output = output
        self.stops = stops
        // Not a child task: it must go on until the process is gone, even when the caller is cancelled.
        ended = Task { await ServerProcess.run(launch, output, requests) }
    }

    deinit {
        // A session that was dropped without being closed takes its server with it.
        stops.finish()
    }

    /// Waits until the server says that it listens.
    ///
    /// - Throws: `.startFailed`, `.pythonUnfit` or `.cancelled`.
    func waitUntilListening(_ limit: Duration) async throws {
        switch await output.readiness.change(within: limit) {
        case .listening: return
        case .cancelled: throw PySessionError(.cancelled, "the task was cancelled while Python started")
        case .late: throw PySessionError(.startFailed, "Python did not start within \(limit)\(output.lastWords)")
        case .ended: throw ServerProcess.startError(await ended.value, output.errorTail)
        }
    }

    /// Waits for an end that comes before anybody is connected.
    ///
    /// - Throws: `.startFailed` or `.pythonUnfit` when the process has ended, `.cancelled`; nothing else ends the wait.
    func failWhenEnded() async throws -> Never {
        await output.readiness.ended()
        if Task.isCancelled { throw PySessionError(.cancelled, "the task was cancelled while Python started") }
        throw ServerProcess.startError(await ended.value, output.errorTail)
    }

    /// Runs a body once the process has ended, however it does.
    func whenEnded(_ body: @escaping @Sendable () async -> Void) {
        Task { [ended] in
            _ = await ended.value
            await body()
        }
    }

    private static func startError(_ end: End, _ tail: String) -> PySessionError {
        if let line = tail.split(separator: "\n").last(where: { $0.hasPrefix("hxpy: ") }) {
            return PySessionError(.pythonUnfit, String(line.dropFirst(6)))
        }
        return PySessionError(.startFailed, "the Python server ended before it could be used: \(end.description)")
    }

    /// Ends the process, after a time in which it may end by itself. Returns when it, and all in its process group, are gone.
    func stop(grace: Duration) async -> End {
        stops.yield(grace)
        return await ended.value
    }

    // MARK: - The process

    private static func run(_ launch: Launch, _ output: ServerOutput, _ requests: AsyncStream<Duration>) async -> End {
        defer { output.end() }
        ProcessLife.brokenPipesAreErrors
        do {
            let result = try await Subprocess.run(
                .path(FilePath(launch.interpreter.path)),
                arguments: arguments(launch),
                environment: .inherit.updating(environment(launch)),
                platformOptions: platformOptions,
                input: .inputWriter,
                output: .sequence,
                error: .sequence
            ) { execution in
                // A process that has ended already reads no key; what it has written tells why.
                _ = try? await execution.standardInputWriter.write(launch.key + "\n")
                try await attend(execution, output, requests)
            }
            return End(description: "it ended with \(result.terminationStatus)\(output.lastWords)")
        } catch {
            return End(description: "\(launch.interpreter.path) could not be run: \(error)\(output.lastWords)")
        }
    }

    private static func arguments(_ launch: Launch) -> Arguments {
        let seconds = max(1, launch.timeout.components.seconds)
        return ["-m", "hxpy", "--key", "-", "--socket", launch.socket, "--parent-pipe", "--level", "WARN", "--timeout", "\(seconds)"]
    }

    private static func environment(_ launch: Launch) -> [Environment.Key: String?] {
        let inherited = launch.interpreter.inheritedPythonPath.map { ":\($0)" } ?? ""
        return ["PYTHONPATH": launch.package.folder + inherited, "PYTHONUNBUFFERED": "1"]
    }

    private static var platformOptions: PlatformOptions {
        var options = PlatformOptions()
        options.createSession = true
        return options
    }

    /// Passes output on until both streams end, and ends the process when asked to.
    private static func attend(
        _ execution: Execution<CustomWriteInput, SequenceOutput, SequenceOutput>, _ output: ServerOutput, _ requests: AsyncStream<Duration>
    ) async throws {
        await withTaskGroup { group in
            group.addTask {
                await withTaskGroup { streams in
                    streams.addTask { await output.follow(execution.standardOutput, .standardOutput) }
                    streams.addTask { await output.follow(execution.standardError, .standardError) }
                }
            }
            group.addTask {
                for await grace in requests {
                    if grace > .zero { try? await Task.sleep(for: grace) }
                    break
                }
                // Sent when asked for, when the owner is gone, and when the process has ended: then to what it has left running.
                try? execution.send(signal: .kill, toProcessGroup: true)
                // What it had written by then is read yet. Not to the end: a process that was cut loose may hold the streams.
                try? await Task.sleep(for: ServerOutput.lastMoment)
            }
            await group.next()
            group.cancelAll()
        }
    }
}
