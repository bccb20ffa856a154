/// Keeps sessions open between the pieces of a task of work, each under the key of its task.
///
/// ```swift
/// let runtime = PyRuntime(.local(), idleLimit: .seconds(600))
///
/// // What the task does with each message: the first opens the session, the others find it as it was left.
/// func receive(_ message: Dict) async throws -> Value {
///     try await runtime.withTask("squares") {
///         try await py()
///             .initialize { $0.exec("def sq(x): return x * x") }    // once for each session
///             .define("v", message["v"])
///             .eval("sq(v)")
///     }
/// }
///
/// await runtime.end("squares")      // the task is over
/// await runtime.shutdown()          // all are
/// ```
///
/// A session that lost its connection, or whose evaluation took longer than its timeout, starts a new server at the next call and sends it the
/// steps of `initialize` again; its other variables are gone. Sessions that nobody has used for the idle limit are closed; the next call under
/// their key opens a new one. A runtime that is let go of ends its sessions too.
public final class PyRuntime: Sendable {
    private let store: SessionStore

    /// Makes a runtime; nothing is opened until the first call.
    ///
    /// - Parameters:
    ///   - backend: where the sessions' Python runs, where a call names none.
    ///   - options: how the sessions behave, where a call names none.
    ///   - idleLimit: how long a session may be unused before it is closed; nil for any time.
    ///   - clock: what the idle limit is measured with.
    public init(
        _ backend: PyBackend = .local(), options: PySessionOptions = PySessionOptions(), idleLimit: Duration? = nil,
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        store = SessionStore(backend, options, idleLimit: idleLimit?.bounded, clock: PyRuntime.erased(clock))
    }

    private static func erased(_ clock: some Clock<Duration>) -> RuntimeClock { RuntimeClock(clock) }

    /// The keys that have a session.
    public var keys: Set<String> {
        get async { await store.keys }
    }

    /// Runs a body in which all calls of ``py(_:options:)`` share the session of a key. The session stays open.
    ///
    /// The first call opens the session: with its backend and options where it names some, else with the runtime's. Later calls take of theirs only
    /// the timeout. Child tasks of the body are in the scope too. Bodies of one key may run at the same time; their evaluations run one after the
    /// other, each with its own steps right before it.
    ///
    /// - Throws: what the body throws. Its calls throw ``PySessionError`` `.closed` after ``shutdown()``.
    @discardableResult
    public func withTask<Result>(
        _ key: String, isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Result
    ) async rethrows -> Result {
        let task = PyTask { [store] backend, options, body in
            let (session, ticket) = try await store.acquire(key, backend, options)
            do {
                try await body(session)
                await store.release(ticket)
            } catch {
                await store.release(ticket)
                throw error
            }
        }
        return try await PyTask.$current.withValue(task, operation: body)
    }

    /// Ends a task: closes the session of its key, after the evaluations that run. A later call under the key opens a new one.
    public func end(_ key: String) async {
        await store.end(key)
    }

    /// Closes all sessions, after the evaluations that run. Nothing can be opened afterwards.
    public func shutdown() async {
        await store.shutdown()
    }

    deinit {
        store.close()
    }
}
