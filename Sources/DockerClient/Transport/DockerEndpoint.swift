/// Where an engine listens, and how it is spoken to.
public enum DockerEndpoint: Sendable, Hashable {
    /// A unix socket.
    case unix(path: String)
    /// TCP without encryption. Whoever reaches that port owns the machine behind it.
    case tcp(host: String, port: Int)
    /// TCP with TLS.
    case tls(host: String, port: Int, TLSSettings)

    /// The value of the `Host` header.
    var authority: String {
        switch self {
        case .unix: "docker"
        case .tcp(let host, let port), .tls(let host, let port, _):
            host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]:\(port)" : "\(host):\(port)"
        }
    }
}

extension DockerEndpoint: CustomStringConvertible {
    /// The address as `DOCKER_HOST` has it.
    public var description: String {
        switch self {
        case .unix(let path): "unix://\(path)"
        case .tcp, .tls: "tcp://\(authority)"
        }
    }
}

/// The certificates for an engine behind TLS.
public struct TLSSettings: Sendable, Hashable {
    /// The file of the authority that signed the engine's certificate; the system's authorities where there is none.
    public var authorityFile: String?
    /// The file of this client's certificate.
    public var certificateFile: String?
    /// The file of this client's key.
    public var keyFile: String?
    /// Whether the engine's certificate is checked.
    public var verifies: Bool

    /// Makes settings.
    public init(authorityFile: String? = nil, certificateFile: String? = nil, keyFile: String? = nil, verifies: Bool = true) {
        self.authorityFile = authorityFile
        self.certificateFile = certificateFile
        self.keyFile = keyFile
        self.verifies = verifies
    }
}
