public import HaystackCore
import HxpyWire
import Logging

/// A session of Python: variables and functions live on from one evaluation to the next.
///
/// ```swift
/// let session = PySession(.local())
/// try await session.define("grid", grid)
/// let described = try await session.eval("grid.to_dataframe().describe()").grid
/// await session.close()
/// ```
///
/// `define` and `exec` are kept and travel with the next `eval`, for only evaluations are answered: a fault in them is thrown by that `eval`.
/// The server starts with the first `eval`. An exception in Python is thrown as a ``PythonError`` and leaves the session and its variables as
/// they are. After a timeout, a cancellation or the death of the server, the next `eval` starts a new server, which is sent the steps
/// of ``initialize(_:)`` again; other variables are gone.
///
/// Evaluations of one session run one after the other, in the order of their calls. Close the session when it is no longer needed, or
/// use ``withPySession(_:options:_:)``.
public actor PySession {
    private let backend: PyBackend
    private let options: PySessionOptions
    private let turns = TurnQueue()
    private var script = SessionScript()
    private var server: (any PyServer)?
    private var isClosed = false

    /// Makes a session; nothing is started until the first evaluation.
    public init(_ backend: PyBackend = .local(), options: PySessionOptions = PySessionOptions()) {
        var options = options
        options.timeout = options.timeout.bounded
        options.startTimeout = options.startTimeout.bounded
        self.backend = backend
        self.options = options
    }

    // MARK: - Steps

    /// Sets a Python variable to a value, before the next evaluation. Null is None.
    public func define(_ name: String, _ value: Value) throws(PySessionError) {
        try checkOpen()
        script.add(.define(name, value))
    }

    /// Runs Python statements, before the next evaluation. Common indentation is taken off.
    public func exec(_ code: String) throws(PySessionError) {
        try checkOpen()
        script.add(.exec(code))
    }

    /// Says the steps with which the session begins: they run before all others, once, and again on each server that has to be
    /// started anew. Only the first call in the life of a session counts.
    public func initialize(_ steps: (inout PyInitialization) -> Void) throws(PySessionError) {
        try checkOpen()
        var initialization = PyInitialization()
        steps(&initialization)
        script.initialize(initialization.steps)
    }

    /// Sets a Python variable to a grid: a `hxpy.haystack.grid.Grid`, which has `to_dataframe()`.
    public func define(_ name: String, _ grid: Grid) throws(PySessionError) {
        try define(name, .grid(grid))
    }

    /// Sets a Python variable to a matrix: a `numpy.ndarray`.
    public func define(_ name: String, _ matrix: MatrixGrid) throws(PySessionError) {
        try define(name, .matrix(matrix))
    }

    /// Takes over the steps of a ``PyCall``.
    func take(_ initialization: PyInitialization, _ steps: PyInitialization) {
        script.initialize(initialization.steps)
        for step in steps.steps { script.add(step) }
    }

    // MARK: - Evaluation

    /// Runs the steps that wait, evaluates an expression and gives its value.
    ///
    /// - Parameter timeout: how long this evaluation may take; the session's own timeout where not given.
    /// - Throws: ``PythonError`` where Python raised an exception, ``PySessionError`` for all else.
    @discardableResult
    public func eval(_ expression: String, timeout: Duration? = nil) async throws -> Value {
        do {
            return try await turns.run { try await evaluate(expression, timeout: timeout?.bounded ?? options.timeout) }
        } catch is CancellationError {
            throw PySessionError(.cancelled, "the task was cancelled before its evaluation began")
        }
    }

    private func evaluate(_ expression: String, timeout: Duration) async throws -> Value {
        try checkOpen()
        let server = try await openServer()
        if let steps = script.stepsToInitialize {
            _ = try await request(InstructionBatch(before: steps, eval: "None"), server, timeout)
            script.initialized()
        }
        let batch = script.takeBatch(eval: expression)
        do {
            return try await request(batch, server, timeout)
        } catch let error as PySessionError where server.connection.isOpen && (error.code == .timeout || error.code == .cancelled) {
            // A request that was sent costs the connection: this one was not.
            script.putBack(batch)
            throw error
        }
    }

    private func request(_ batch: InstructionBatch, _ server: any PyServer, _ timeout: Duration) async throws -> Value {
        do {
            return try await server.connection.evaluate(batch, timeout: timeout)
        } catch let error as HxpyError {
            // The connection outlives values that cannot be written.
            if server.connection.isOpen { throw PySessionError(error) }
            throw await drop(server, after: error, timeout)
        }
    }

    /// Ends a server whose connection is lost, and says what became of it.
    private func drop(_ server: any PyServer, after error: HxpyError, _ timeout: Duration) async -> PySessionError {
        self.server = nil
        script.serverEnded()
        let isEndedHere = error.code == .timeout || error.code == .cancelled
        let end = await server.stop(isEndedHere ? .now : .lost)
        options.logger.debug("python server ended", metadata: ["reason": "\(error)", "end": "\(end.description ?? "")"])
        if end.isOutOfMemory {
            return PySessionError(.outOfMemory, end.description ?? "Python used more memory than its container has")
        }
        switch error.code {
        case .timeout:
            return PySessionError(
                .timeout, "the evaluation took longer than \(timeout) and was ended; the next one starts a new server. Give it more time, or less to do")
        case .cancelled:
            return PySessionError(.cancelled, "the task was cancelled and the evaluation was ended; the next one starts a new server")
        default:
            return PySessionError(error, note: end.description)
        }
    }

    // MARK: - The server

    private func openServer() async throws -> any PyServer {
        if let server, server.connection.isOpen { return server }
        if let server {
            // It ended while nobody was waiting for it, as the upstream server does after an error.
            self.server = nil
            script.serverEnded()
            _ = await server.stop(.now)
        }
        let started = try await backend.start(options: options)
        server = started
        return started
    }

    private func checkOpen() throws(PySessionError) {
        guard !isClosed else { throw PySessionError(.closed, "this session was closed; make a new one") }
    }

    /// Ends the session: the server is given a moment to end by itself, then it is ended. Waits for evaluations that run. Closing twice does nothing.
    public func close() async {
        isClosed = true
        // Closing must happen even in a task that was cancelled, and must wait for an evaluation that runs.
        await Task { try? await turns.run { await stopServer() } }.value
    }

    private func stopServer() async {
        guard let server else { return }
        self.server = nil
        _ = await server.stop(.afterGrace)
    }
}

/// Runs a body with a session that is closed at its end, whether it returns or throws.
///
/// ```swift
/// try await withPySession(.local()) { session in
///     try await session.define("g", grid)
///     let frame = try await session.eval("g.to_dataframe().describe()")
/// }
/// ```
public func withPySession<Result: Sendable>(
    _ backend: PyBackend = .local(), options: PySessionOptions = PySessionOptions(),
    isolation: isolated (any Actor)? = #isolation,
    _ body: (PySession) async throws -> Result
) async throws -> Result {
    let session = PySession(backend, options: options)
    do {
        let result = try await body(session)
        await session.close()
        return result
    } catch {
        await session.close()
        throw error
    }
}
