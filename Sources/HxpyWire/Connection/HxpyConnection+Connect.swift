import NIOCore
import NIOPosix

extension HxpyConnection {
    /// Connects to a server and gives it the key.
    ///
    /// A server that is just starting refuses connections for a while (and a port that an engine forwards closes them at once): the attempt
    /// is repeated until the time is up.
    ///
    /// - Parameters:
    ///   - address: where the server listens.
    ///   - key: the key that the server was started with.
    ///   - options: how to connect, and what to take.
    /// - Throws: `.connectionFailed` where nobody listens, `.authenticationFailed` where the key is refused, `.timeout` where a server does not
    ///   answer, `.protocolViolation` where it is no hxpy server, `.cancelled`.
    public static func connect(to address: Address, key: String, options: Options = Options()) async throws(HxpyError) -> HxpyConnection {
        try await Connector(addresses: [address], key: key, options: options).connect()
    }

    /// Connects to a server that can be reached in more than one way, by the first that leads there.
    ///
    /// A try goes to each address in turn. Those before the last have little time to take the connection, as the way there may be closed by
    /// a firewall that does not say so; once one has taken it, it has all the time to answer the key.
    ///
    /// - Parameters:
    ///   - addresses: where the one server listens, the best way first; at least one.
    ///   - reachTimeout: how long an address before the last may take to accept the connection.
    package static func connect(
        toFirstOf addresses: [Address], key: String, options: Options = Options(), reachTimeout: Duration = .milliseconds(250)
    ) async throws(HxpyError) -> HxpyConnection {
        try await Connector(addresses: addresses, key: key, options: options, reachTimeout: reachTimeout).connect()
    }
}

/// Tries to connect until it works or the time is up.
struct Connector {
    let addresses: [HxpyConnection.Address]
    let key: String
    let options: HxpyConnection.Options
    var reachTimeout = Duration.zero

    func connect() async throws(HxpyError) -> HxpyConnection {
        let deadline = NIODeadline.now() + TimeAmount(options.connectTimeout)
        let request = try RequestFrame(Authentication.request(key: key, extensions: options.extensions))
        var pause = options.retry?.firstPause ?? .zero
        var last: HxpyError?
        var retries = 0
        while true {
            switch await tryEach(request, deadline) {
            case .success(let connection): return connection
            case .failure(let failure):
                switch (failure.outlook, options.retry) {
                case (.mayPass, let retry?):
                    guard NIODeadline.now() + TimeAmount(pause) < deadline else { throw exhausted(failure.error) }
                    guard retries < retry.limit ?? .max else { throw exhausted(failure.error, "tried again \(retries) times") }
                    retries += 1
                    try await wait(pause)
                    pause = min(pause * 2, retry.longestPause)
                    last = failure.error
                case (.timeUp, _): throw last.map { exhausted($0) } ?? failure.error
                case (.mayPass, nil), (.final, _): throw failure.error
                }
            }
        }
    }

    /// One try: the addresses in turn, until one is reached.
    private func tryEach(_ request: RequestFrame, _ deadline: NIODeadline) async -> Result<HxpyConnection, ConnectionAttempt.Failure> {
        precondition(!addresses.isEmpty, "a server has at least one address")
        for address in addresses.dropLast() {
            var attempt = ConnectionAttempt(address: address, request: request, options: options, deadline: deadline)
            attempt.reachTimeout = TimeAmount(reachTimeout)
            let outcome = await attempt.run()
            // Who was reached and refused the key would refuse it by any other way.
            guard case .failure(let failure) = outcome, [.connectionFailed, .connectionClosed].contains(failure.error.code) else { return outcome }
        }
        let last = addresses[addresses.count - 1]
        return await ConnectionAttempt(address: last, request: request, options: options, deadline: deadline).run()
    }

    private func wait(_ pause: Duration) async throws(HxpyError) {
        do {
            try await Task.sleep(for: pause)
        } catch {
            throw .cancelledConnect
        }
    }

    /// The failure of the last of many tries.
    private func exhausted(_ error: HxpyError, _ effort: String? = nil) -> HxpyError {
        HxpyError(
            error.code,
            "\(error.message); \(effort ?? "tried again and again for \(options.connectTimeout)"); check the address and that the server runs",
            underlying: error.underlying
        )
    }
}

extension HxpyError {
    static var cancelledConnect: HxpyError { HxpyError(.cancelled, "the task that connected was cancelled") }
}
