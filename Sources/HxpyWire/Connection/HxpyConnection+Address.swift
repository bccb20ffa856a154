extension HxpyConnection {
    /// Where a server listens.
    public enum Address: Sendable, Hashable, CustomStringConvertible {
        /// A host name or an IP address, and a port.
        case tcp(host: String, port: Int)
        /// The path of a Unix domain socket.
        case unix(path: String)

        /// `127.0.0.1:8888`, `[::1]:8888` or `unix:/tmp/hxpy.sock`.
        public var description: String {
            switch self {
            case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
            case .unix(let path): "unix:\(path)"
            }
        }
    }
}
