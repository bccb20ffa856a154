public import DockerClient

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The containers of sessions on an engine, and the removal of those that nobody owns any more.
///
/// A session removes its container, and a container's Python ends when its owner dies. What remains are the cases in which neither could
/// act: a program that was killed while it made a container, code that never looks up in a container of upstream's image, an engine that was
/// down. Each container session of a program looks for such containers when it starts; `haystack docker prune --sessions` does by hand.
///
/// ```swift
/// let removed = try await SessionContainers(DockerClient()).prune()
/// ```
public struct SessionContainers: Sendable {
    /// The label of every session's container; its value is the session's identity.
    public static let label = "haystack-sdk.session"

    private let docker: DockerClient

    /// Looks at the containers of an engine.
    public init(_ docker: DockerClient) {
        self.docker = docker
    }

    /// A session's container.
    public struct Item: Sendable, Identifiable {
        /// The container's identity.
        public let id: String
        /// The container's name.
        public let name: String
        /// The session's identity.
        public let session: String
        /// How the container is, in the engine's words.
        public let status: String
        /// The number of the process that made it, as that process sees itself.
        public let owner: Int32?
        /// Whether its owner lives.
        public let ownerLiveness: OwnerLiveness
    }

    /// Lists the containers of all sessions, whoever made them.
    ///
    /// - Throws: `DockerError`.
    public func list() async throws -> [Item] {
        var watch = OwnerWatch(containerStart: { [docker] in try await SessionContainers.start(of: $0, docker) })
        watch.here.container = nil
        var items: [Item] = []
        for container in try await docker.containers.list(all: true, filters: ["label": [SessionContainers.label]]) {
            let session = container.labels[SessionContainers.label] ?? ""
            let owner = ContainerOwner(labels: container.labels)
            var liveness = OwnerLiveness.unknown
            if let owner { liveness = try await watch.liveness(of: owner, session: session) }
            items.append(
                Item(
                    id: container.id, name: container.names.first ?? "", session: session, status: container.status,
                    owner: owner?.process, ownerLiveness: liveness
                )
            )
        }
        return items
    }

    /// Removes the containers whose owner is dead.
    ///
    /// - Returns: what was removed.
    /// - Throws: `DockerError`. What others remove at the same moment is no error.
    @discardableResult
    public func prune() async throws -> [Item] {
        let dead = try await list().filter { $0.ownerLiveness == .dead }
        for item in dead { try await ContainerRemoval(docker).remove(item.id) }
        return dead
    }

    /// When a container was started, in seconds since 1970; nil where it is not there or does not run.
    static func start(of container: String, _ docker: DockerClient) async throws(DockerError) -> Int? {
        let state: ContainerDetails.State
        do throws(DockerError) {
            state = try await docker.containers.inspect(container).state
        } catch {
            guard error.code == .notFound else { throw error }
            return nil
        }
        guard state.isRunning, let started = state.started else { return nil }
        return Int(started.timeIntervalSince1970)
    }
}
