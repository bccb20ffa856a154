import DockerClient
import HxpyWire

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The start of one container: from its making to a connection that has been let in. What fails on the way leaves nothing.
struct ContainerStart: Sendable {
    let plan: ContainerPlan
    let docker: DockerClient
    let engine: ContainerEngine
    let options: PySessionOptions

    func run() async throws -> any PyServer {
        let deadline = ContinuousClock.now + options.startTimeout
        let folder = plan.route == .socket ? try SharedSocketFolder() : nil
        defer { folder?.remove() }
        let session = try await session(folder)
        let container = try await make(session)
        do {
            try await container.start()
            let connection = try await connect(container, key: session.key, until: deadline)
            container.whenEnded { [weak connection] in await connection?.close() }
            return DockerServer(connection: connection, container: container, engine: engine)
        } catch {
            let lacksServer = container.lacksServer
            let server = Task { await container.stop(.now) }
            if await !server.value.isRemoved { await engine.sweepAgain() }
            throw lacksServer ? ImageLacksServer(image: plan.image.name) : error
        }
    }

    private func session(_ folder: SharedSocketFolder?) async throws -> ContainerPlan.Session {
        ContainerPlan.Session(
            id: SessionKey.random(), key: SessionKey.random(), owner: await engine.currentOwner(docker), timeout: options.startTimeout,
            socketFolder: folder?.mountSource, packageFolder: plan.mountsPackage ? try PythonPackage.unpack().folder : nil
        )
    }

    /// Makes the container, also in a task that is cancelled meanwhile: the engine would make it all the same, and nobody would know its name.
    private func make(_ session: ContainerPlan.Session) async throws -> SessionContainer {
        let making = Task { try await SessionContainer.create(plan, session, docker, options) }
        do {
            let container = try await making.value
            guard Task.isCancelled else { return container }
            _ = await Task { await container.stop(.now) }.value
            throw CancellationError()
        } catch let error as DockerError where plan.route == .socket && error.message.contains("bind source path does not exist") {
            throw PySessionError(
                .invalidOptions,
                "the engine does not see a folder of this program, which may run in a container itself: \(error.message); mount a folder of the engine's machine at the same path and name it in TMPDIR and XDG_CACHE_HOME"
            )
        }
    }

    // MARK: - The connection

    private func connect(_ container: SessionContainer, key: String, until deadline: ContinuousClock.Instant) async throws -> HxpyConnection {
        let addresses = try await container.addresses(engine)
        if plan.server != .image { try await awaitListening(container, until: deadline) }
        let wire = wireOptions(container.output, within: deadline - .now)
        do {
            let connection = try await withThrowingTaskGroup(of: HxpyConnection.self) { group in
                group.addTask { try await HxpyConnection.connect(toFirstOf: addresses, key: key, options: wire) }
                group.addTask {
                    await container.output.readiness.ended()
                    if Task.isCancelled { throw CancellationError() }
                    throw await container.startFailure()
                }
                defer { group.cancelAll() }
                guard let connection = try await group.next() else { preconditionFailure("a group of two has a first") }
                return connection
            }
            // Of an image's own server it is not known whether it listened at the first address already.
            if connection.address != addresses.first, plan.server != .image { await engine.noteWall() }
            return connection
        } catch let error as HxpyError {
            let note = "the server runs in the container \(container.id.prefix(12)) of \(plan.image.name)\(container.output.lastWords)"
            // Where nobody listens, the engine takes a connection to a published port and drops it.
            if error.code == .connectionClosed { throw PySessionError(.connectionFailed, "\(error.message); \(note)") }
            throw PySessionError(error, note: note)
        }
    }

    private func wireOptions(_ output: ServerOutput, within limit: Duration) -> HxpyConnection.Options {
        var wire = options.connectionOptions(output, from: .streams)
        wire.connectTimeout = max(.milliseconds(1), limit)
        wire.retry = HxpyConnection.Retry(limit: plan.options.maxRetry)
        return wire
    }

    private func awaitListening(_ container: SessionContainer, until deadline: ContinuousClock.Instant) async throws {
        switch await container.output.readiness.change(within: deadline - .now) {
        case .listening: return
        case .cancelled: throw CancellationError()
        case .ended: throw await container.startFailure()
        case .late:
            throw PySessionError(
                .startFailed, "Python did not start in a container of \(plan.image.name) within \(options.startTimeout)\(container.output.lastWords)")
        }
    }
}

/// A container of a session's own.
private struct DockerServer: PyServer {
    let connection: HxpyConnection
    let container: SessionContainer
    var output: ServerOutput { container.output }
    let engine: ContainerEngine

    func stop(_ urgency: StopUrgency) async -> ServerEnd {
        // A server that has nothing to do ends when its connection does.
        await connection.close()
        // A cancelled task sends nothing any more to the engine.
        let (end, isRemoved) = await Task { await container.stop(urgency) }.value
        if !isRemoved { await engine.sweepAgain() }
        return end
    }
}
