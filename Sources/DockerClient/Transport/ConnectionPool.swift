internal import NIOCore
internal import Synchronization

/// The connections that wait for their next call.
///
/// There is no upper bound on connections in use: streams hold theirs for as long as they live, and a bound would make calls wait for them.
final class ConnectionPool: Sendable {
    private struct State {
        var idle: [Connection] = []
        var isClosed = false
    }

    private let connector: Connector
    private let idleLimit: Int
    private let state = Mutex(State())

    init(connector: Connector, idleLimit: Int) {
        self.connector = connector
        self.idleLimit = idleLimit
    }

    /// A connection that waits, the one used last first, or nil.
    func takeIdle() -> Connection? {
        state.withLock { state in
            while let connection = state.idle.popLast() {
                if connection.channel.isActive { return connection }
            }
            return nil
        }
    }

    /// A new connection.
    func connect(deadline: NIODeadline?) async throws(DockerError) -> Connection {
        guard !state.withLock({ $0.isClosed }) else { throw DockerError(.connectionClosed, "this client was closed") }
        return try await connector.connect(deadline: deadline, pool: self)
    }

    func giveBack(_ connection: Connection) {
        let isKept = state.withLock { state in
            guard !state.isClosed, state.idle.count < idleLimit else { return false }
            state.idle.append(connection)
            return true
        }
        if !isKept { connection.close() }
    }

    /// Closes what waits, and from now on what is given back.
    func close() {
        let idle = state.withLock { state in
            state.isClosed = true
            defer { state.idle = [] }
            return state.idle
        }
        for connection in idle { connection.close() }
    }
}
