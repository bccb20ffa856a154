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
        try await Connector(address: address, key: key, options: options).connect()
    }
}

/// Tries to connect until it works or the time is up.
struct Connector {
    let address: HxpyConnection.Address
    let key: String
    let options: HxpyConnection.Options

    func connect() async throws(HxpyError) -> HxpyConnection {
        let deadline = NIODeadline.now() + TimeAmount(options.connectTimeout)
        let request = try RequestFrame(Authentication.request(key: key, extensions: options.extensions))
        var pause = options.retry?.firstPause ?? .zero
        var last: HxpyError?
        var retries = 0
        while true {
            let attempt = ConnectionAttempt(address: address, request: request, options: options, deadline: deadline)
            switch await attempt.run() {
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
