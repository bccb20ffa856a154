import NIOCore
import NIOPosix

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A channel with the handler that speaks the protocol.
struct OpenedChannel: Sendable {
    let channel: any Channel
    let handler: NIOLoopBound<ConnectionHandler>
    let status: ConnectionStatus
    let output: OutputQueue
}

/// The accepted extensions once a connection is open, or why it is not.
typealias Opening = OneShot<Result<[HxpyConnection.Extension], HxpyError>>

/// One try to connect and to give the key.
struct ConnectionAttempt {
    /// Why a try failed.
    struct Failure: Error {
        let error: HxpyError
        let outlook: Outlook
    }

    /// What to expect of a next try.
    enum Outlook {
        /// It may go better: nobody listened yet.
        case mayPass
        /// It would go the same way.
        case final
        /// There is no time for it; nobody was reached.
        case timeUp
    }

    let address: HxpyConnection.Address
    let request: RequestFrame
    let options: HxpyConnection.Options
    let deadline: NIODeadline
    /// How long it may take to be connected, where that is less than the time there is for all.
    var reachTimeout: TimeAmount?

    func run() async -> Result<HxpyConnection, Failure> {
        let opening = Opening()
        let eventLoop = (options.eventLoopGroup ?? MultiThreadedEventLoopGroup.singleton).next()
        let timer = eventLoop.scheduleTask(deadline: deadline) { opening.resolve(.failure(late)) }
        defer { timer.cancel() }
        return await withTaskCancellationHandler {
            await open(on: eventLoop, opening)
        } onCancel: {
            opening.resolve(.failure(.cancelledConnect))
        }
    }

    /// Connects, then waits for the answer to the key. Whatever ends the wait first, the channel is closed unless it succeeded.
    private func open(on eventLoop: any EventLoop, _ opening: Opening) async -> Result<HxpyConnection, Failure> {
        let refused = OneShot<Failure>()
        let reached = OneShot<Void>()
        let connecting = connect(on: eventLoop).map { channel in
            reached.resolve(())
            return install(on: channel, opening)
        }
        connecting.whenFailure { error in
            let failure = classify(error)
            refused.resolve(failure)
            opening.resolve(.failure(failure.error))
        }
        switch await opening.wait() {
        case .success(let extensions):
            return await connection(connecting, extensions)
        case .failure(let error):
            connecting.whenSuccess { $0.channel.close(promise: nil) }
            // Resolved before `opening` where connecting failed.
            if refused.isResolved { return .failure(await refused.wait()) }
            if error.code == .timeout, !reached.isResolved { return .failure(Failure(error: unreached, outlook: .timeUp)) }
            return .failure(Failure(error: error, outlook: error.code == .connectionClosed ? .mayPass : .final))
        }
    }

    private func connection(_ connecting: EventLoopFuture<OpenedChannel>, _ extensions: [HxpyConnection.Extension]) async -> Result<HxpyConnection, Failure> {
        do {
            return .success(HxpyConnection(try await connecting.get(), address: address, extensions: extensions, output: options.output))
        } catch {
            return .failure(classify(error))
        }
    }

    private func install(on channel: any Channel, _ opening: Opening) -> OpenedChannel {
        let handler = ConnectionHandler(authentication: request, options: options, opening: opening)
        do {
            try channel.pipeline.syncOperations.addHandler(handler)
        } catch {
            opening.resolve(.failure(HxpyError(.connectionClosed, "the connection closed while it was opened", underlying: "\(error)")))
        }
        return OpenedChannel(channel: channel, handler: NIOLoopBound(handler, eventLoop: channel.eventLoop), status: handler.status, output: handler.output)
    }

    // MARK: - The socket

    private func connect(on eventLoop: any EventLoop) -> EventLoopFuture<any Channel> {
        let bootstrap = ClientBootstrap(group: eventLoop)
            .connectTimeout(max(min(deadline - .now(), reachTimeout ?? (deadline - .now())), .milliseconds(1)))
            // Large replies are read in few steps, small ones into little memory.
            .channelOption(.recvAllocator, value: AdaptiveRecvByteBufferAllocator(minimum: 1 << 10, initial: 16 << 10, maximum: 1 << 20))
            .channelOption(.maxMessagesPerRead, value: 16)
        switch address {
        case .unix(let path): return bootstrap.connect(unixDomainSocketPath: path)
        case .tcp(let host, let port):
            let tcp = bootstrap.channelOption(.tcpOption(.tcp_nodelay), value: 1)
            if let literal = try? SocketAddress(ipAddress: host, port: port) { return tcp.connect(to: literal) }
            return tcp.connect(host: host, port: port)
        }
    }

    // MARK: - Failures

    private var late: HxpyError {
        HxpyError(
            .timeout,
            "the server at \(address) did not answer the key within \(options.connectTimeout); check that an hxpy server listens there"
        )
    }

    private var unreached: HxpyError {
        HxpyError(
            .connectionFailed,
            "no connection to \(address) came about within \(options.connectTimeout); check the address and that the server runs"
        )
    }

    private func classify(_ error: any Error) -> Failure {
        let causes = (error as? NIOConnectionError)?.connectionErrors.map(\.error) ?? [error]
        let mayPass = causes.contains { cause in
            guard let cause = cause as? IOError else { return false }
            return cause.errnoCode == ECONNREFUSED || cause.errnoCode == ENOENT || cause.errnoCode == ECONNRESET
        }
        let message = "nobody accepts connections at \(address)"
        return Failure(
            error: HxpyError(.connectionFailed, message, underlying: "\(causes.first ?? error)"),
            outlook: mayPass ? .mayPass : .final
        )
    }
}
