import DockerClient

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A container that was made and is to be started, with this process' input and output as its own.
struct AttachedContainer {
    let docker: DockerClient
    let id: String
    let isTTY: Bool
    let hasInput: Bool

    /// Starts it and stays with it.
    ///
    /// - Parameter isRemoved: whether the engine removes it at its end.
    /// - Returns: the status that it ended with; 0 where somebody let go of it.
    func run(isRemoved: Bool) async throws -> Int {
        // Both before the start: a container may be at its end, and gone, at once.
        let process = try await docker.containers.attach(id)
        let end = try await docker.containers.beginWait(id, until: .nextExit)
        // Signals that come while it starts wait for it: they would end this process, and leave the container behind.
        let (heard, hear) = AsyncStream.makeStream(of: Int32.self)
        let signals = isTTY ? nil : SignalWatch(Array(AttachedContainer.signals.keys)) { hear.yield($0) }
        defer { signals?.cancel() }
        try await start(isRemoved: isRemoved)
        let forwarding = Task { for await signal in heard { await forward(signal) } }
        defer { forwarding.cancel() }
        let (docker, id) = (docker, id)
        let interactive = InteractiveProcess(process: process, hasInput: hasInput, isTTY: isTTY) { rows, columns in
            try await docker.containers.resize(id, rows: rows, columns: columns)
        }
        guard try await interactive.run() == .output else { return 0 }
        let exit = try await end.exit()
        if isRemoved { try await awaitRemoval() }
        if let error = exit.error { StandardError.write(line: "Error: \(error)") }
        return exit.code
    }

    /// A container that does not start is of no use to anybody who wanted it removed.
    private func start(isRemoved: Bool) async throws {
        do {
            try await docker.containers.start(id)
        } catch {
            if isRemoved { try? await docker.containers.remove(id, force: true, volumes: true) }
            throw error
        }
    }

    /// Its name is free again when this returns. The status is not asked for here: podman has forgotten it by then.
    private func awaitRemoval() async throws {
        do throws(DockerError) {
            _ = try await docker.containers.wait(id, until: .removed)
        } catch {
            guard error.code == .notFound else { throw error }
        }
    }

    /// Without a terminal of its own, a container hears what its owner is told.
    private static let signals: [Int32: String] = [
        SIGINT: "SIGINT", SIGTERM: "SIGTERM", SIGHUP: "SIGHUP", SIGQUIT: "SIGQUIT", SIGUSR1: "SIGUSR1", SIGUSR2: "SIGUSR2",
    ]

    private func forward(_ signal: Int32) async {
        guard let name = AttachedContainer.signals[signal] else { return }
        try? await docker.containers.kill(id, signal: name)
    }
}
