public import DockerClient

/// How the container of a session is made.
///
/// ```swift
/// var options = DockerOptions(image: "python-with-numpy:3.13")
/// options.memory = 2 << 30
/// options.sandbox = .strict
/// let session = PySession(.docker(options))
/// ```
public struct DockerOptions: Sendable {
    /// The image: any that has Python 3.10 or newer, numpy and pandas. Where not given, the first there is of the one that
    /// `haystack py image build` makes and `ghcr.io/haxall/hxpy` with the tags of a release, `latest` and `main`.
    public var image: String?
    /// What the Python code may do.
    public var sandbox = Sandbox.standard
    /// The network to join, by name. The container is then reached by its address there, and no port is published: for programs that run in a
    /// container of that network themselves.
    public var network: String?
    /// A folder of the engine's machine that is mounted at `/io`, for files to go back and forth.
    public var ioDirectory: String?
    /// The user inside: a name or number, and a group after a colon. Where not given: with an ``ioDirectory`` the caller, or the folder's
    /// owner where the caller is root, so that files belong to who reads them; with a strict sandbox the caller or, for root, nobody; else the
    /// image's own.
    public var user: String?
    /// Variables for the container's environment.
    public var environment: [String: String] = [:]
    /// The most bytes of memory. 1 GiB in a strict sandbox where not given, else the engine's machine's.
    public var memory: Int?
    /// How many processors it may use, such as 1.5. One in a strict sandbox where not given, else all. Libraries of linear algebra are told to
    /// use so many threads.
    public var cpus: Double?
    /// The most processes and threads. 256 in a strict sandbox where not given, else as many as the engine allows.
    public var pids: Int?
    /// The most bytes that `/tmp` takes in a strict sandbox, where it is in memory.
    public var temporarySpace = 64 << 20
    /// What else is mounted.
    public var mounts: [Mount] = []
    /// The port on which the server listens inside of the container.
    public var port = 8888
    /// What the server logs to its standard error.
    public var logLevel = LogLevel.warn
    /// How often a connection is tried again; as often as the time allows where not given. The first pause is 20 ms, and each is twice the one
    /// before, up to half a second.
    public var maxRetry: Int?
    /// The Python inside; the image's entrypoint where that is a Python, else `python3`.
    public var python: String?
    /// Whose server runs.
    public var server = Server.automatic
    /// The engine; the one that the environment names where not given, see `DockerEndpoint.locate(_:)`.
    public var engine: DockerEndpoint?

    /// Makes options with their defaults.
    public init(image: String? = nil, sandbox: Sandbox = .standard, network: String? = nil, ioDirectory: String? = nil) {
        self.image = image
        self.sandbox = sandbox
        self.network = network
        self.ioDirectory = ioDirectory
    }

    /// What the Python code in a container may do.
    public enum Sandbox: Sendable, Hashable {
        /// What the engine gives to any container: a file system and processes of its own, and a network.
        case standard
        /// As little as numpy and pandas need: no network, a root file system that cannot be written to, no capabilities and no new ones, a user
        /// that is not root, limits on memory, processors and processes, a small `/tmp` in memory. The session talks over a unix socket.
        case strict
    }

    /// What a server logs.
    public enum LogLevel: String, Sendable, Hashable, CaseIterable {
        /// Faults.
        case warn = "WARN"
        /// Sessions, too.
        case info = "INFO"
        /// All.
        case debug = "DEBUG"
    }

    /// Whose server runs in the container.
    public enum Server: Sendable, Hashable {
        /// The image's own where its entrypoint is a Python, as it is in upstream's image; else the SDK's.
        case automatic
        /// The SDK's: its Python package is put into the container unless the image has that very version.
        case embedded
        /// The image's own: its `python -m hxpy`.
        case image
    }
}

extension PyBackend {
    /// A container of a Docker engine, made for each session at its first evaluation and removed with it.
    ///
    /// - Parameters:
    ///   - image: the image; see ``DockerOptions/image``.
    ///   - sandbox: what the Python code may do.
    ///   - network: the network to join, for programs that run in a container themselves.
    ///   - ioDirectory: a folder that is mounted at `/io`.
    public static func docker(
        image: String? = nil, sandbox: DockerOptions.Sandbox = .standard, network: String? = nil, ioDirectory: String? = nil
    ) -> PyBackend {
        .docker(DockerOptions(image: image, sandbox: sandbox, network: network, ioDirectory: ioDirectory))
    }

    /// A container of a Docker engine, made for each session at its first evaluation and removed with it.
    public static func docker(_ options: DockerOptions) -> PyBackend {
        PyBackend(DockerBackend(options: options))
    }
}
