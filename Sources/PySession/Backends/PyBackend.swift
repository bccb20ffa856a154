import HxpyWire

/// Where a session's Python runs: a value, with the options of its kind.
public struct PyBackend: Sendable {
    private enum Kind: Sendable {
        case local(LocalBackend)
        case address(AddressBackend)
        case docker(DockerBackend)
    }

    private let kind: Kind

    /// A Python process on this machine, started for each session and ended with it. Needs no engine and no set-up beyond `haystack py setup`.
    ///
    /// - Parameter python: the interpreter to use. Where not given: the environment variable `HAYSTACK_PYTHON`, else the environment
    ///   that `haystack py setup` builds in the user's cache.
    public static func local(python: String? = nil) -> PyBackend {
        PyBackend(kind: .local(LocalBackend(python: python)))
    }

    /// A server that runs already: one of ours, or upstream's. It serves one session and is not ended with it, though most end by
    /// themselves when the connection closes.
    ///
    /// - Parameters:
    ///   - host: the name or address of the machine.
    ///   - port: the port on which the server listens.
    ///   - key: the key with which the server was started.
    public static func address(host: String, port: Int, key: String) -> PyBackend {
        PyBackend(kind: .address(AddressBackend(address: .tcp(host: host, port: port), key: key)))
    }

    /// A server that runs already and listens on a unix socket.
    public static func address(socket path: String, key: String) -> PyBackend {
        PyBackend(kind: .address(AddressBackend(address: .unix(path: path), key: key)))
    }

    init(_ backend: DockerBackend) {
        kind = .docker(backend)
    }

    private init(kind: Kind) {
        self.kind = kind
    }

    func start(options: PySessionOptions) async throws -> any PyServer {
        switch kind {
        case .local(let backend): try await backend.start(options: options)
        case .address(let backend): try await backend.start(options: options)
        case .docker(let backend): try await backend.start(options: options)
        }
    }
}
