import Synchronization

/// Some sessions that are lent to one user at a time: for many short pieces of work, none of which should wait for Python to start.
///
/// ```swift
/// let pool = PySessionPool(.local(), size: 4) { $0.exec("import numpy as np") }
/// let sums = try await withThrowingTaskGroup { group in
///     for matrix in matrices {
///         group.addTask {
///             try await pool.withSession { session in
///                 try await session.define("m", matrix)
///                 return try await session.eval("np.linalg.det(m)")
///             }
///         }
///     }
///     return try await group.reduce(into: []) { $0.append($1) }
/// }
/// await pool.shutdown()
/// ```
///
/// A session is opened when one is wanted and none is free, up to the size of the pool; then users wait, and are served in the order in which
/// they came. The session that was used last is lent first. Variables that a user leaves behind are found by the next one. A session whose server
/// has ended starts a new one by itself. A pool that is let go of ends its sessions.
public final class PySessionPool: Sendable {
    private struct State {
        var free: [PySession] = []
        var all: [PySession] = []
        var isShutDown = false
    }

    private let backend: PyBackend
    private let options: PySessionOptions
    private let initialization: PyInitialization
    private let turns: TurnQueue
    private let state = Mutex(State())

    /// Makes a pool; nothing is started until the first use.
    ///
    /// - Parameters:
    ///   - backend: where the sessions' Python runs.
    ///   - options: how the sessions behave.
    ///   - size: how many sessions there are at most; at least one.
    ///   - initialize: the steps with which each session begins.
    public init(
        _ backend: PyBackend = .local(), options: PySessionOptions = PySessionOptions(), size: Int,
        initialize: (inout PyInitialization) -> Void = { _ in }
    ) {
        var initialization = PyInitialization()
        initialize(&initialization)
        self.backend = backend
        self.options = options
        self.initialization = initialization
        turns = TurnQueue(width: max(size, 1))
    }

    /// How many sessions have been opened.
    public var count: Int { state.withLock(\.all.count) }

    /// Runs a body with a session that nobody else uses meanwhile. Do not keep it.
    ///
    /// - Throws: ``PySessionError`` `.cancelled` where the task is cancelled before its turn, `.closed` after ``shutdown()``, and what the body throws.
    public func withSession<Result: Sendable>(
        isolation: isolated (any Actor)? = #isolation, _ body: (PySession) async throws -> Result
    ) async throws -> Result {
        try await turns.enter { PySessionError(.cancelled, "the task was cancelled before a session of the pool was free") }
        defer { turns.leave() }
        let session = try take()
        defer { state.withLock { $0.free.append(session) } }
        try await session.initialize(initialization)
        return try await body(session)
    }

    /// Closes all sessions, after the evaluations that run. Nothing can be used afterwards.
    public func shutdown() async {
        let sessions = state.withLock { state in
            state.isShutDown = true
            defer { (state.free, state.all) = ([], []) }
            return state.all
        }
        await withTaskGroup { group in
            for session in sessions { group.addTask { await session.close() } }
        }
    }

    private func take() throws(PySessionError) -> PySession {
        let session: PySession? = state.withLock { state in
            guard !state.isShutDown else { return nil }
            if let session = state.free.popLast() { return session }
            let session = PySession(backend, options: options)
            state.all.append(session)
            return session
        }
        guard let session else { throw PySessionError(.closed, "the pool was shut down; make a new one") }
        return session
    }
}
