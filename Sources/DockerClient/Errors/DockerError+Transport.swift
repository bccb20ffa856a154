internal import NIOCore
internal import NIOPosix
internal import NIOSSL

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

extension DockerError {
    static let timeout = DockerError(.timeout, "no answer within the time allowed; the connection is closed")

    /// The error of a connection that had come about.
    init(transport error: any Error) {
        switch error {
        case let error as DockerError: self = error
        case NIOSSLError.uncleanShutdown: self.init(.connectionClosed, "the engine ended the TLS connection without saying so")
        case let error as NIOSSLError: self.init(.tls, DockerError.words(error))
        case let error as BoringSSLError: self.init(.tls, DockerError.words(error))
        case is NIOSSLExtraError: self.init(.tls, DockerError.words(error))
        default: self.init(.connectionClosed, "the connection failed: \(error)")
        }
    }

    private static func words(_ error: any Error) -> String {
        "\(error); check DOCKER_CERT_PATH, the engine's certificate and that this client's certificate is one it accepts"
    }

    /// The error of a connection that did not come about.
    init(connecting error: any Error, to endpoint: DockerEndpoint) {
        switch error {
        case let error as DockerError: self = error
        case _ where DockerError.isTimeout(error):
            self.init(.timeout, "\(endpoint) did not accept a connection in time")
        case let error as NIOConnectionError:
            self.init(.engineNotFound, "nobody answers at \(endpoint): \(error); is the engine running?")
        case let error as IOError: self.init(error.errnoCode, error, endpoint)
        default: self.init(.connectionFailed, "\(endpoint): \(error)")
        }
    }

    private static func isTimeout(_ error: any Error) -> Bool {
        if case .connectTimeout = error as? ChannelError { return true }
        guard let error = error as? NIOConnectionError else { return false }
        return error.connectionErrors.contains { if case .connectTimeout = $0.error as? ChannelError { true } else { false } }
    }

    private init(_ number: CInt, _ error: IOError, _ endpoint: DockerEndpoint) {
        switch (number, endpoint) {
        case (EACCES, .unix(let path)), (EPERM, .unix(let path)): self = .notAllowed(toOpen: path)
        case (EAGAIN, _): self.init(.busy, "\(endpoint) accepts no more connections at the moment")
        case (ENOENT, _): self.init(.engineNotFound, "there is no \(endpoint); is the engine running?")
        case (ECONNREFUSED, _): self.init(.engineNotFound, "nobody listens at \(endpoint); is the engine running?")
        default: self.init(.connectionFailed, "\(endpoint): \(error)")
        }
    }

    /// The same where waiting did not help.
    var timeLost: DockerError { DockerError(.timeout, message) }
}

extension DockerError.Code {
    /// A socket's queue is full. Never leaves the connector.
    static let busy = DockerError.Code(description: "busy")
    /// A connection was closed before anything was sent on it. Never leaves the client.
    static let stale = DockerError.Code(description: "stale")
}
