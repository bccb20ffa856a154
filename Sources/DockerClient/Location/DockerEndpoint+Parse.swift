extension DockerEndpoint {
    /// Reads an address as `DOCKER_HOST` has it: `unix:///var/run/docker.sock`, `tcp://127.0.0.1:2376`, `https://…`.
    ///
    /// - Parameter tls: makes `tcp://` use TLS.
    /// - Throws: `.configuration` for an address that cannot be used.
    public init(_ address: String, tls: TLSSettings? = nil) throws(DockerError) {
        guard let mark = address.firstRange(of: "://") else {
            throw .address(address, "unix:///path/of/docker.sock or tcp://host:port")
        }
        let rest = address[mark.upperBound...]
        switch address[..<mark.lowerBound].lowercased() {
        case "unix":
            guard rest.hasPrefix("/") else { throw .address(address, "unix:// followed by an absolute path") }
            self = .unix(path: String(rest))
        case "tcp": self = try .network(address, rest, tls: tls)
        case "http": self = try .network(address, rest, tls: nil)
        case "https": self = try .network(address, rest, tls: tls ?? TLSSettings())
        case "ssh":
            throw .address(
                address,
                "a socket or a TCP address; forward the engine's socket with `ssh -L /tmp/docker.sock:/var/run/docker.sock host`"
            )
        default: throw .address(address, "unix://, tcp://, http:// or https://")
        }
    }

    private static func network(_ address: String, _ rest: Substring, tls: TLSSettings?) throws(DockerError) -> DockerEndpoint {
        let authority = rest.prefix { $0 != "/" }
        guard rest.drop(while: { $0 != "/" }).allSatisfy({ $0 == "/" }) else { throw .address(address, "no path after the port") }
        let (host, portText) = try split(authority, of: address)
        let standard = tls == nil ? 2375 : 2376
        guard !host.isEmpty else { throw .address(address, "a host before the port") }
        let port = portText.map { Int($0) ?? 0 } ?? standard
        guard (1...65535).contains(port) else { throw .address(address, "a port from 1 to 65535") }
        return tls.map { .tls(host: host, port: port, $0) } ?? .tcp(host: host, port: port)
    }

    private static func split(_ authority: Substring, of address: String) throws(DockerError) -> (host: String, port: Substring?) {
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { throw .address(address, "] after the address in numbers") }
            let tail = authority[authority.index(after: end)...]
            return (String(authority[authority.index(after: authority.startIndex)..<end]), tail.isEmpty ? nil : tail.dropFirst())
        }
        guard let colon = authority.lastIndex(of: ":") else { return (String(authority), nil) }
        return (String(authority[..<colon]), authority[authority.index(after: colon)...])
    }
}

extension DockerError {
    fileprivate static func address(_ found: String, _ expected: String) -> DockerError {
        DockerError(.configuration, "found the engine's address \"\(found)\", expected \(expected)")
    }
}
