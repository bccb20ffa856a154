internal import NIOCore
internal import NIOPosix
internal import NIOSSL
internal import Synchronization

/// Opens connections to one engine.
struct Connector: Sendable {
    let endpoint: DockerEndpoint
    let connectTimeout: TimeAmount
    let tls: NIOSSLContext?

    /// - Throws: `.tls` where certificates or keys cannot be read.
    init(endpoint: DockerEndpoint, connectTimeout: TimeAmount) throws(DockerError) {
        self.endpoint = endpoint
        self.connectTimeout = connectTimeout
        if case .tls(_, _, let settings) = endpoint { tls = try settings.makeContext() } else { tls = nil }
    }

    func connect(deadline: NIODeadline?, pool: ConnectionPool) async throws(DockerError) -> Connection {
        let limit = min(deadline ?? .distantFuture, .now() + connectTimeout)
        var pause = Duration.milliseconds(5)
        while true {
            do throws(DockerError) {
                return try await attempt(until: limit, pool: pool)
            } catch {
                // A unix socket whose queue is full refuses at once instead of letting the caller wait.
                guard error.code == .busy, NIODeadline.now() < limit else { throw error.code == .busy ? error.timeLost : error }
                do { try await Task.sleep(for: pause) } catch { throw .cancelled }
                pause = min(pause * 2, .milliseconds(100))
            }
        }
    }

    private func attempt(until limit: NIODeadline, pool: ConnectionPool) async throws(DockerError) -> Connection {
        let opening = Opening()
        let result: Result<Connection, DockerError> = await withTaskCancellationHandler {
            do {
                return .success(try await open(opening, until: limit, pool: pool))
            } catch {
                return .failure(Task.isCancelled ? .cancelled : DockerError(connecting: error, to: endpoint))
            }
        } onCancel: {
            opening.cancel()
        }
        return try result.get()
    }

    private func open(_ opening: Opening, until limit: NIODeadline, pool: ConnectionPool) async throws -> Connection {
        let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(max(limit - .now(), .milliseconds(1)))
            .channelOption(.autoRead, value: false)
            .channelOption(.recvAllocator, value: AdaptiveRecvByteBufferAllocator(minimum: 1024, initial: 4096, maximum: 1 << 18))
            .channelInitializer { channel in
                let handler = ConnectionHandler()
                opening.set(channel, NIOLoopBound(handler, eventLoop: channel.eventLoop))
                return channel.eventLoop.makeCompletedFuture {
                    if let tls { try channel.pipeline.syncOperations.addHandler(makeTLSHandler(tls)) }
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
        let channel: any Channel
        switch endpoint {
        case .unix(let path): channel = try await bootstrap.connect(unixDomainSocketPath: path).get()
        case .tcp(let host, let port), .tls(let host, let port, _):
            channel = try await bootstrap.channelOption(.tcpOption(.tcp_nodelay), value: 1).connect(host: host, port: port).get()
        }
        // The handler is not looked for in the pipeline: a connection that has failed by now has none, but the handler knows why.
        guard let handler = opening.handler else { throw DockerError(.connectionFailed, "\(endpoint): the connection was not set up") }
        return Connection(channel: channel, authority: endpoint.authority, handler: handler, pool: pool)
    }

    private func makeTLSHandler(_ context: NIOSSLContext) throws -> NIOSSLClientHandler {
        guard case .tls(let host, _, _) = endpoint else { return try NIOSSLClientHandler(context: context, serverHostname: nil) }
        do {
            return try NIOSSLClientHandler(context: context, serverHostname: host)
        } catch {
            // An address in numbers may not be sent as a server's name.
            return try NIOSSLClientHandler(context: context, serverHostname: nil)
        }
    }
}

/// A connection that is being opened, so that a cancellation can close it.
private final class Opening: Sendable {
    private struct State {
        var channel: (any Channel)?
        var handler: NIOLoopBound<ConnectionHandler>?
        var isCancelled = false
    }

    private let state = Mutex(State())

    var handler: NIOLoopBound<ConnectionHandler>? { state.withLock { $0.handler } }

    func set(_ channel: any Channel, _ handler: NIOLoopBound<ConnectionHandler>) {
        let isCancelled = state.withLock { state in
            state.channel = channel
            state.handler = handler
            return state.isCancelled
        }
        if isCancelled { channel.close(promise: nil) }
    }

    func cancel() {
        let channel = state.withLock { state in
            state.isCancelled = true
            return state.channel
        }
        channel?.close(promise: nil)
    }
}
