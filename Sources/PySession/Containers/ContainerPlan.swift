import DockerClient

/// What container a session gets: all decisions, and nothing done yet.
struct ContainerPlan: Sendable {
    /// Whose server runs.
    enum ServerKind: Sendable, Hashable {
        /// The image's own, spoken to as upstream's.
        case image
        /// The SDK's.
        case embedded(isInImage: Bool)
    }

    /// How the server is reached.
    enum Route: Sendable, Hashable {
        /// By a port that the engine publishes on the loopback address, or past it where the engine is on this machine; see ``EngineVicinity``.
        case published
        /// By its address in a network.
        case network(String)
        /// By a unix socket in a mounted folder.
        case socket
    }

    /// What is made for one session.
    struct Session: Sendable {
        let id: String
        let key: String
        let owner: ContainerOwner
        /// How long the server waits for the client.
        let timeout: Duration
        /// The folder for the socket, where the route is one.
        var socketFolder: String?
        /// The folder with the SDK's Python package, where it is mounted.
        var packageFolder: String?
    }

    /// The place of the mounted socket's folder inside.
    private static let socketFolder = "/run/hxpy"
    /// The place of the SDK's Python package inside, where the image has none.
    static let packageFolder = "/opt/haystack-sdk/hxpy-" + EmbeddedPython.digest

    let server: ServerKind
    let route: Route
    let options: DockerOptions
    let image: SessionImage

    /// Decides.
    ///
    /// - Parameter lacksServer: the image is known to have no server of its own, whatever its entrypoint promises.
    /// - Throws: `.invalidOptions` where the options contradict each other.
    init(_ options: DockerOptions, image: SessionImage, lacksServer: Bool = false) throws(PySessionError) {
        try ContainerPlan.check(options)
        self.options = options
        self.image = image
        let isStrict = options.sandbox == .strict
        route = isStrict ? .socket : options.network.map { .network($0) } ?? .published
        let isInImage = image.packageDigest == EmbeddedPython.digest
        switch options.server {
        case .image: server = .image
        case .embedded: server = .embedded(isInImage: isInImage)
        case .automatic:
            let hasOther = image.packageDigest == nil && image.entrypointPython != nil
            server = hasOther && !isStrict && !lacksServer ? .image : .embedded(isInImage: isInImage)
        }
    }

    /// Whether the package is put into the container before it starts.
    var putsPackage: Bool { server == .embedded(isInImage: false) && options.sandbox != .strict }

    /// Whether the package is mounted: what cannot be written to cannot be put into.
    var mountsPackage: Bool { server == .embedded(isInImage: false) && options.sandbox == .strict }

    private static func check(_ options: DockerOptions) throws(PySessionError) {
        if let network = options.network, ["none", "host", "default"].contains(network) || network.hasPrefix("container:") {
            throw PySessionError(
                .invalidOptions,
                "found the network '\(network)', expected the name of a network whose containers have addresses, such as one of 'docker network create'")
        }
        guard options.sandbox == .strict else { return }
        if let network = options.network {
            throw PySessionError(.invalidOptions, "a strict sandbox has no network, and the option network says '\(network)'; leave one of them out")
        }
        if options.server == .image {
            throw PySessionError(
                .invalidOptions, "a strict sandbox talks over a unix socket, which the image's own server may not know; leave the option server out")
        }
        if let user = options.user, ContainerUser.isRoot(user) {
            throw PySessionError(.invalidOptions, "a strict sandbox does not run as root, and the option user says '\(user)'; name another user")
        }
    }
}

// MARK: - The container

extension ContainerPlan {
    /// What the container is made with.
    ///
    /// - Throws: `.invalidOptions`.
    func spec(_ session: Session) throws(PySessionError) -> ContainerSpec {
        var spec = ContainerSpec(image: image.name, command: ["-m", "hxpy"] + arguments(session))
        spec.entrypoint = [options.python ?? image.entrypointPython ?? "python3"]
        spec.environment = environment
        spec.user = try user
        spec.labels = session.owner.labels
        spec.labels[SessionContainers.label] = session.id
        spec.hasInput = server != .image
        spec.host = hostSettings(session)
        switch route {
        case .published: spec.ports = [PortBinding(container: options.port, address: "127.0.0.1")]
        case .network(let name):
            spec.host.networkMode = name
            spec.networks = [name: NetworkEndpoint()]
        case .socket: spec.host.networkMode = "none"
        }
        return spec
    }

    private func arguments(_ session: Session) -> [String] {
        guard server != .image else {
            return ["--key", session.key, "--port", "\(options.port)", "--level", options.logLevel.rawValue]
        }
        // The key comes over standard input: other users of the machine can read a command line. So does the end of the owner.
        let place = route == .socket ? ["--socket", ContainerPlan.socketFolder + "/s", "--socket-mode", "666"] : ["--port", "\(options.port)"]
        let timeout = max(1, session.timeout.components.seconds)
        return ["--key", "-", "--parent-pipe", "--level", options.logLevel.rawValue, "--timeout", "\(timeout)"] + place
    }

    private var environment: [String: String] {
        var variables = ["PYTHONUNBUFFERED": "1"]
        if options.sandbox == .strict {
            variables["HOME"] = "/tmp"
            variables["MPLCONFIGDIR"] = "/tmp"
            variables["PYTHONDONTWRITEBYTECODE"] = "1"
        }
        if let cpus {
            // They count the machine's processors, and their threads would wait for each other.
            let threads = "\(max(1, Int(cpus.rounded(.up))))"
            for library in ["OMP", "OPENBLAS", "MKL", "NUMEXPR"] { variables[library + "_NUM_THREADS"] = threads }
        }
        variables.merge(options.environment) { $1 }
        variables["PYTHONPATH"] = pythonPath
        return variables
    }

    /// Where Python looks for modules: the SDK's package first, where it was put in; then the caller's folders, then the image's.
    private var pythonPath: String {
        let package = server == .embedded(isInImage: false) ? ContainerPlan.packageFolder : nil
        return [package, options.environment["PYTHONPATH"], image.pythonPath].compactMap(\.self).joined(separator: ":")
    }

    private var user: String? {
        get throws(PySessionError) {
            if let user = options.user { return user }
            let folder = try options.ioDirectory.map { folder throws(PySessionError) in
                guard let owner = ContainerUser.owner(of: folder) else {
                    throw PySessionError(
                        .invalidOptions, "found no folder \(folder) for /io, expected one of the engine's machine that this program can see; make it")
                }
                return owner
            }
            return try ContainerUser.choose(caller: .current, folder: folder, isStrict: options.sandbox == .strict)?.description
        }
    }

    private var cpus: Double? { options.cpus ?? (options.sandbox == .strict ? 1 : nil) }

    private func hostSettings(_ session: Session) -> HostSettings {
        var host = HostSettings()
        host.autoRemove = true
        // What it writes comes to the session; kept as well, it could fill the engine's disk.
        host.logDriver = "none"
        // Somebody must reap what the code forks, and the first process of a container cannot be killed from inside.
        host.hasInit = true
        host.mounts = options.mounts
        if let folder = options.ioDirectory { host.mounts.append(Mount(.bind, source: folder, target: "/io")) }
        host.memory = options.memory
        // As much as memory alone: no swap, in which a program that uses too much would go on slowly.
        host.memoryAndSwap = options.memory
        host.cpus = cpus
        host.pidsLimit = options.pids
        if options.sandbox == .strict { confine(&host, session) }
        return host
    }

    private func confine(_ host: inout HostSettings, _ session: Session) {
        let memory = options.memory ?? 1 << 30
        host.memory = memory
        host.memoryAndSwap = memory
        host.pidsLimit = options.pids ?? 256
        host.isReadOnly = true
        host.droppedCapabilities = ["ALL"]
        host.securityOptions = ["no-new-privileges"]
        host.ipcMode = "private"
        host.sharedMemory = options.temporarySpace
        host.tmpfs = ["/tmp": "rw,nosuid,nodev,mode=1777,size=\(options.temporarySpace)"]
        if let folder = session.socketFolder { host.mounts.append(Mount(.bind, source: folder, target: ContainerPlan.socketFolder)) }
        if let folder = session.packageFolder {
            host.mounts.append(Mount(.bind, source: folder, target: ContainerPlan.packageFolder, isReadOnly: true))
        }
    }
}
