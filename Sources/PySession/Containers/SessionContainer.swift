import DockerClient
import HxpyWire
import Logging
import Synchronization

/// A container with a session's Python: made, started, and removed for certain.
///
/// It is removed by the engine when its Python ends. Python ends when its standard input does, which is a connection of this program: so it
/// does when this program is killed.
final class SessionContainer: Sendable {
    let id: String
    let output: ServerOutput
    private let plan: ContainerPlan
    private let session: ContainerPlan.Session
    private let docker: DockerClient
    private let logger: Logger
    private let stream: Mutex<ProcessStream?> = Mutex(nil)
    private let reading: Mutex<Task<Void, Never>?> = Mutex(nil)

    private init(id: String, _ plan: ContainerPlan, _ session: ContainerPlan.Session, _ docker: DockerClient, _ options: PySessionOptions) {
        self.id = id
        self.plan = plan
        self.session = session
        self.docker = docker
        logger = options.logger
        output = ServerOutput(options: options, isGreeting: plan.server != .image)
    }

    /// Makes a container, which is not started yet.
    ///
    /// - Throws: `DockerError`, `PySessionError` `.invalidOptions`.
    static func create(
        _ plan: ContainerPlan, _ session: ContainerPlan.Session, _ docker: DockerClient, _ options: PySessionOptions
    ) async throws -> SessionContainer {
        let spec = try plan.spec(session)
        let name = "hxpy-\(session.id)"
        OpenSessions.add(session.id)
        do throws(DockerError) {
            let id = try await docker.containers.create(spec, name: name).id
            return SessionContainer(id: id, plan, session, docker, options)
        } catch {
            OpenSessions.remove(session.id)
            // An engine that did not answer in time may have made it, or make it yet.
            if error.code == .timeout || error.code == .connectionClosed { try? await ContainerRemoval(docker).remove(name) }
            throw error
        }
    }

    /// Starts the container, with the SDK's Python package in it where the image has none.
    ///
    /// - Throws: `DockerError`, `PySessionError` `.pythonNotFound`.
    func start() async throws {
        if plan.putsPackage { try await docker.containers.putArchive(id, path: "/", PackageArchive.bytes) }
        let process = try await docker.containers.attach(id)
        stream.withLock { $0 = process }
        reading.withLock { $0 = Task { [output, logger] in await output.follow(process.output, logger) } }
        do throws(DockerError) {
            try await docker.containers.start(id)
        } catch {
            throw startError(error)
        }
        if plan.server != .image { try await process.write(session.key + "\n") }
    }

    private func startError(_ error: DockerError) -> any Error {
        error.message.contains("executable file not found") ? pythonNotFound(error.message) : error
    }

    private func pythonNotFound(_ reason: String) -> PySessionError {
        let python = plan.options.python ?? plan.image.entrypointPython ?? "python3"
        return PySessionError(
            .pythonNotFound, "the image \(plan.image.name) has no '\(python)' (\(reason)); name an image with Python, or its Python in the option python")
    }

    /// Where its server listens; where it can be reached in more than one way, the best first.
    ///
    /// - Throws: `DockerError`, `PySessionError` `.startFailed` where it has ended already.
    func addresses(_ engine: ContainerEngine) async throws -> [HxpyConnection.Address] {
        if plan.route == .socket, let folder = session.socketFolder { return [.unix(path: folder + "/s")] }
        let details = try await docker.containers.inspect(id)
        switch plan.route {
        case .network(let name):
            if let address = details.networks[name]?.address, !address.isEmpty { return [.tcp(host: address, port: plan.options.port)] }
        default:
            if let port = details.ports["\(plan.options.port)/tcp"]?.first?.port {
                let direct = await engine.directAddress(of: details).map { HxpyConnection.Address.tcp(host: $0, port: plan.options.port) }
                return [direct, .tcp(host: "127.0.0.1", port: port)].compactMap(\.self)
            }
        }
        throw await startFailure()
    }

    /// Why the server has not come to listen.
    func startFailure() async -> PySessionError {
        let end = await ContainerEnd.find(id, docker)
        if let line = output.errorTail.split(separator: "\n").last(where: { $0.hasPrefix("hxpy: ") }) {
            return PySessionError(.pythonUnfit, "the image \(plan.image.name): \(line.dropFirst(6))")
        }
        if SessionContainer.notExecuted.contains(end.exitCode) { return pythonNotFound(end.description + output.lastWords) }
        return PySessionError(
            end.isOutOfMemory ? .outOfMemory : .startFailed,
            "the Python of the container \(id.prefix(12)) of \(plan.image.name) could not be used: \(end.description)\(output.lastWords)"
        )
    }

    /// The exit codes of a program that cannot be run, or is not there.
    private static let notExecuted: [Int?] = [126, 127]

    /// Whether the image's Python said that it has no module `hxpy`.
    var lacksServer: Bool { plan.server == .image && output.errorTail.contains("No module named hxpy") }

    /// Runs a body once the Python has ended, however it does.
    func whenEnded(_ body: @escaping @Sendable () async -> Void) {
        let reading = reading.withLock { $0 }
        Task {
            await reading?.value
            await body()
        }
    }

    // MARK: - The end

    /// Ends the Python and removes the container. Returns when nothing is left, or with a word in the log where the engine fails.
    func stop(_ urgency: StopUrgency) async -> (end: ServerEnd, isRemoved: Bool) {
        let end: ServerEnd
        switch urgency {
        case .now: end = ServerEnd(description: "its container was removed")
        case .lost: end = await diagnosis()
        case .afterGrace:
            end = ServerEnd()
            await ContainerRemoval(docker).awaitRemoval(id, within: SessionContainer.grace)
        }
        let isRemoved = await remove()
        return (end, isRemoved)
    }

    private static let grace = Duration.seconds(2)

    private func diagnosis() async -> ServerEnd {
        let end = await ContainerEnd.find(id, docker)
        return ServerEnd(description: "in its container \(end.description)\(output.lastWords)", isOutOfMemory: end.isOutOfMemory)
    }

    private func remove() async -> Bool {
        defer {
            reading.withLock { $0?.cancel() }
            stream.withLock { $0?.close() }
            OpenSessions.remove(session.id)
        }
        do {
            try await ContainerRemoval(docker).remove(id)
            await readLastWords()
            return true
        } catch {
            logger.warning(
                "a session's container could not be removed; the next session tries again, and so does 'haystack docker prune --sessions'",
                metadata: ["container": "\(id.prefix(12))", "error": "\(error)"]
            )
            return false
        }
    }

    /// Reads what the Python had written when it was ended, for as long as that may take.
    private func readLastWords() async {
        guard let reading = reading.withLock({ $0 }) else { return }
        let (ends, end) = AsyncStream<Void>.makeStream()
        let timer = Task {
            try? await Task.sleep(for: ServerOutput.lastMoment)
            end.finish()
        }
        // Not waited for itself: who takes the output may be slow.
        Task {
            await reading.value
            end.finish()
        }
        for await _ in ends {}
        timer.cancel()
    }

    deinit {
        // A session that was dropped without being closed takes its container with it: Python ends with its standard input.
        reading.withLock { $0?.cancel() }
        stream.withLock { $0?.close() }
        OpenSessions.remove(session.id)
    }
}
