import DockerClient
import HxpyWire

/// Makes a container for each session.
struct DockerBackend: Sendable {
    private let options: DockerOptions
    private let engine: ContainerEngine

    init(options: DockerOptions) {
        self.options = options
        engine = ContainerEngine(options.engine)
    }

    func start(options session: PySessionOptions) async throws -> any PyServer {
        do {
            let docker = try await engine.client()
            try checkReach(docker.endpoint)
            await engine.sweep(docker, session)
            if options.network == nil, options.sandbox != .strict { await engine.findNearness(docker) }
            let image = try await SessionImage.find(options.image, docker)
            return try await ContainerEngine.slots.run { try await start(image, docker, session) }
        } catch let error as DockerError {
            throw PySessionError(error)
        } catch let error as HxpyError {
            throw PySessionError(error)
        } catch is CancellationError {
            throw PySessionError(.cancelled, "the task was cancelled before its container was made")
        }
    }

    /// A published port is on the loopback address of the engine's machine, and so is a mounted folder on its disks.
    private func checkReach(_ endpoint: DockerEndpoint) throws(PySessionError) {
        guard options.network == nil else { return }
        switch endpoint {
        case .unix: return
        case .tcp(let host, _), .tls(let host, _, _):
            if ["127.0.0.1", "localhost", "::1"].contains(host) { return }
            throw PySessionError(
                .invalidOptions,
                "the engine at \(endpoint) runs on another machine, where this program reaches no published port; run it in a container there and name its network in the option network"
            )
        }
    }

    private func start(_ image: SessionImage, _ docker: DockerClient, _ session: PySessionOptions) async throws -> any PyServer {
        let plan = try ContainerPlan(options, image: image, lacksServer: await engine.lacksServer(image))
        let start = ContainerStart(plan: plan, docker: docker, engine: engine, options: session)
        do {
            return try await start.run()
        } catch let error as ImageLacksServer {
            guard options.server == .automatic else { throw error.asSessionError }
            await engine.noteLackOfServer(image)
            return try await self.start(image, docker, session)
        }
    }
}

/// The image's Python has no module `hxpy`.
struct ImageLacksServer: Error {
    let image: String

    var asSessionError: PySessionError {
        PySessionError(.startFailed, "the image \(image) has no Python module hxpy; leave the option server out, and the SDK's is put into the container")
    }
}
