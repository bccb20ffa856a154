import DockerClient

/// Removing a container for certain, also where the engine is removing it already.
struct ContainerRemoval: Sendable {
    private let docker: DockerClient
    /// How long the engine may take.
    private static let limit = Duration.seconds(60)

    init(_ docker: DockerClient) {
        self.docker = docker.timeout(ContainerRemoval.limit)
    }

    /// Kills and removes a container with its volumes. Returns when it is gone.
    ///
    /// Goes on in a cancelled task: a container must not outlive its session because somebody lost patience.
    func remove(_ id: String) async throws(DockerError) {
        let removal = Task { () async -> DockerError? in
            do throws(DockerError) {
                try await removeNow(id)
                return nil
            } catch {
                return error
            }
        }
        if let error = await removal.value { throw error }
    }

    private func removeNow(_ id: String) async throws(DockerError) {
        do throws(DockerError) {
            try await docker.containers.remove(id, force: true, volumes: true)
        } catch {
            switch error.code {
            case .notFound: return
            // 409: the engine removes it already, because it has ended.
            case .conflict:
                guard await awaitRemoval(id, within: ContainerRemoval.limit) else {
                    throw DockerError(
                        .timeout, "the engine has been removing the container \(id.prefix(12)) for \(ContainerRemoval.limit) and has not come to an end")
                }
            default: throw error
            }
        }
    }

    /// Waits until a container is gone, for a while.
    ///
    /// - Returns: whether it is gone, as far as the engine tells.
    @discardableResult
    func awaitRemoval(_ id: String, within limit: Duration) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask { [docker] in
                do throws(DockerError) {
                    _ = try await docker.containers.wait(id, until: .removed)
                    return true
                } catch {
                    return error.code == .notFound
                }
            }
            group.addTask {
                try? await Task.sleep(for: limit)
                return false
            }
            defer { group.cancelAll() }
            return await group.next() ?? false
        }
    }
}
