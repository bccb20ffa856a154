import DockerClient
import Logging

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The engine behind a backend: found when it is first needed, and shared by all its sessions.
actor ContainerEngine {
    /// Python's start needs a processor for about a second: all at once, many containers would all be late.
    static let slots = TurnQueue(width: max(2, ProcessInfo.processInfo.activeProcessorCount))

    private let endpoint: DockerEndpoint?
    private var opened: DockerClient?
    private var owner: Task<ContainerOwner, Never>?
    private var hasSwept = false
    private var nearness: Task<Bool, Never>?
    /// Whether a container's own address did not lead to it: a firewall may stand between, and would cost each session its time.
    private var isWalled = false
    /// Images whose Python has no server, though their entrypoint promised one.
    private var imagesWithoutServer: Set<String> = []

    init(_ endpoint: DockerEndpoint?) {
        self.endpoint = endpoint
    }

    /// The client.
    ///
    /// - Throws: `DockerError` where there is no engine.
    func client() throws(DockerError) -> DockerClient {
        if let opened { return opened }
        let client = if let endpoint { try DockerClient(endpoint) } else { try DockerClient() }
        opened = client
        return client
    }

    /// This program as the owner of containers, with the container that it runs in itself where this engine knows that one.
    func currentOwner(_ docker: DockerClient) async -> ContainerOwner {
        if let owner { return await owner.value }
        let task = Task {
            var owner = ContainerOwner.current
            if let id = ContainerOwner.currentContainerID, let started = try? await SessionContainers.start(of: id, docker) {
                owner.container = ContainerOwner.OwnContainer(id: id, started: started)
            }
            return owner
        }
        owner = task
        return await task.value
    }

    /// Asks whether the engine is on this machine, once, beside what the caller does.
    func findNearness(_ docker: DockerClient) {
        guard nearness == nil else { return }
        nearness = Task {
            do throws(DockerError) {
                return EngineVicinity.current.isNear(docker.endpoint, try await docker.system.info())
            } catch {
                // The next session asks again.
                nearness = nil
                return false
            }
        }
    }

    /// The address by which a container is reached from here without a published port; nil where it is not, or not for certain.
    func directAddress(of container: ContainerDetails) async -> String? {
        guard !isWalled, await nearness?.value == true else { return nil }
        return EngineVicinity.current.address(of: container)
    }

    /// A container that listened was not reached by its address.
    func noteWall() {
        isWalled = true
    }

    /// Removes what dead owners have left, once, beside what the caller does.
    func sweep(_ docker: DockerClient, _ options: PySessionOptions) {
        guard !hasSwept else { return }
        hasSwept = true
        Task {
            do {
                for item in try await SessionContainers(docker).prune() {
                    options.logger.info("removed a container whose owner is gone", metadata: ["container": "\(item.id.prefix(12))"])
                }
            } catch {
                options.logger.debug("could not look for containers without an owner", metadata: ["error": "\(error)"])
            }
        }
    }

    /// A container could not be removed: the next session looks for it.
    func sweepAgain() {
        hasSwept = false
    }

    func lacksServer(_ image: SessionImage) -> Bool {
        imagesWithoutServer.contains(image.id)
    }

    func noteLackOfServer(_ image: SessionImage) {
        imagesWithoutServer.insert(image.id)
    }
}
