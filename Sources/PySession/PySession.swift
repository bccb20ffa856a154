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
/// The server starts with the first `eval`. An exception in Python is thrown as a `PythonError` and leaves the session and its variables as
/// they are, and so does an interrupt: ``interrupt()``, or the cancellation of the task that waits. After a timeout, the death of the server,
/// or an interrupt to which the code did not give way, the next `eval` starts a new server, which is sent the steps of ``initialize(_:)`` again;
/// other variables are gone.
///
/// Evaluations of one session run one after the other, in the order of their calls. Close the session when it is no longer needed, or
/// use ``PySession/withPySession(_:options:isolation:_:)``.
public actor PySession {
    private let backend: PyBackend
    private let options: PySessionOptions
    private let turns = TurnQueue()
    private var script = SessionScript()
    private var server: (any PyServer)?
    private var isClosed = false
    /// The evaluations that were begun, for the output that is theirs.
    private var evaluationCount = 0
    private var markCount = 0
    private var isRunning = false

    /// Makes a session; nothing is started until the first evaluation.
    public init(_ backend: PyBackend = .local(), options: PySessionOptions = PySessionOptions()) {
        var options = options
        options.timeout = options.timeout.bounded
        options.startTimeout = options.startTimeout.bounded
        options.interruptGrace = options.interruptGrace.bounded
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
    nonisolated(nonsending) public func initialize(_ steps: (inout PyInitialization) -> Void) async throws(PySessionError) {
        // Run where the caller is: what the closure captures need not be sent.
        var initialization = PyInitialization()
        steps(&initialization)
        try await initialize(initialization)
    }

    func initialize(_ initialization: PyInitialization) throws(PySessionError) {
        try checkOpen()
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

    // MARK: - Evaluation

    /// Runs the steps that wait, evaluates an expression and gives its value.
    ///
    /// - Parameters:
    ///   - timeout: how long this evaluation may take, in which what waits for `output` counts; the session's own timeout where not given.
    ///   - output: takes what the code writes to its standard output and error, piece by piece as it arrives. Python waits while this runs. All
    ///     of it has been given when the evaluation ends.
    /// - Throws: `PythonError` where Python raised an exception, ``PySessionError`` for all else.
    @discardableResult
    public func eval(
        _ expression: String, timeout: Duration? = nil, output: (@Sendable (PyOutput) async -> Void)? = nil
    ) async throws -> Value {
        try await run([], expression, timeout: timeout, output: output)
    }

    /// Evaluates an expression and gives what the code writes while it runs, then the value.
    ///
    /// ```swift
    /// for try await event in session.events("model.fit(x, y).score(x, y)") {
    ///     switch event {
    ///     case .output(let piece): log(piece.bytes)
    ///     case .value(let score): print(score)
    ///     }
    /// }
    /// ```
    ///
    /// - Parameter timeout: how long this evaluation may take, in which the reader's own time counts; the session's own timeout where not given.
    public nonisolated func events(_ expression: String, timeout: Duration? = nil) -> PyEvents {
        PyEvents { output in try await self.eval(expression, timeout: timeout, output: output) }
    }

    /// Evaluates an expression right after steps of its own.
    func run(
        _ steps: [Instruction], _ expression: String, timeout: Duration?, output: ServerOutput.Listener?
    ) async throws -> Value {
        do {
            return try await turns.run {
                try await evaluate(steps, expression, timeout?.bounded ?? options.timeout, output)
            }
        } catch is CancellationError {
            throw PySessionError(.cancelled, "the task was cancelled before its evaluation began")
        } catch let error as PythonError where Task.isCancelled && error.type == "KeyboardInterrupt" {
            throw PySessionError(.cancelled, "the task was cancelled and the evaluation was interrupted; the session keeps its variables")
        }
    }

    private func evaluate(
        _ steps: [Instruction], _ expression: String, _ timeout: Duration, _ listener: ServerOutput.Listener?
    ) async throws -> Value {
        try checkOpen()
        let server = try await openServer()
        evaluationCount += 1
        isRunning = true
        server.output.begin(evaluationCount, listener)
        defer {
            isRunning = false
            server.output.endEvaluation()
        }
        let isMarked = server.connection.extensions.contains(.mark) && server.output.isWanted(listener)
        if let initial = script.stepsToInitialize {
            _ = try await request(InstructionBatch(before: initial, eval: "None"), server, timeout, isMarked: isMarked)
            script.initialized()
        }
        let pending = script.takePending()
        do {
            return try await request(InstructionBatch(before: pending + steps, eval: expression), server, timeout, isMarked: isMarked)
        } catch let error as PySessionError where server.connection.isOpen && (error.code == .timeout || error.code == .cancelled) {
            // A request that was sent is answered or costs the connection: this one was not.
            script.putBack(pending)
            throw error
        }
    }

    /// Sends a request and waits for its reply, and for the end of its output where that is marked.
    private func request(
        _ batch: InstructionBatch, _ server: any PyServer, _ timeout: Duration, isMarked: Bool
    ) async throws -> Value {
        var batch = batch
        markCount += 1
        let mark = markCount
        if isMarked { batch.mark = server.output.mark(mark) }
        let request: RequestFrame
        do throws(HxpyError) {
            request = try RequestFrame(batch)
        } catch {
            throw PySessionError(error)
        }
        do {
            let value = try await server.connection.evaluate(request, timeout: timeout)
            if isMarked { await server.output.reached(mark, within: timeout) }
            return value
        } catch let error as HxpyError {
            guard server.connection.isOpen else { throw await drop(server, after: error, timeout) }
            // The connection outlives requests that were not sent, and replies that hold no sound value.
            if isMarked, error.code != .timeout, error.code != .cancelled { await server.output.reached(mark, within: timeout) }
            throw PySessionError(error)
        } catch {
            if isMarked { await server.output.reached(mark, within: timeout) }
            throw error
        }
    }

    /// Ends a server whose connection is lost, and says what became of it.
    private func drop(_ server: any PyServer, after error: HxpyError, _ timeout: Duration) async -> PySessionError {
        self.server = nil
        script.serverEnded()
        let isEndedHere = [.timeout, .cancelled, .interrupted].contains(error.code)
        let end = await server.stop(isEndedHere ? .now : .lost)
        options.logger.debug("python server ended", metadata: ["reason": "\(error)", "end": "\(end.description ?? "")"])
        if end.isOutOfMemory {
            return PySessionError(
                .outOfMemory,
                "\(end.description ?? "Python used more memory than it may have"); give the code less to do, or raise the option memory. The next evaluation starts a new server"
            )
        }
        switch error.code {
        case .timeout:
            return PySessionError(
                .timeout, "the evaluation took longer than \(timeout) and was ended; the next one starts a new server. Give it more time, or less to do")
        case .cancelled:
            return PySessionError(.cancelled, "the task was cancelled and the evaluation was ended; the next one starts a new server")
        case .interrupted:
            return PySessionError(
                .interrupted,
                "the code did not give way to an interrupt within \(options.interruptGrace) and was ended; the next evaluation starts a new server")
        default:
            return PySessionError(error, note: end.description)
        }
    }

    // MARK: - Control

    /// Raises KeyboardInterrupt in the Python code that runs.
    ///
    /// Its `eval` then throws a `PythonError` of type KeyboardInterrupt, or goes on as the code has it; the session keeps its variables. Code that
    /// gives no answer within ``PySessionOptions/interruptGrace`` is ended with its server, and `eval` throws `.interrupted`. An interrupt hits only
    /// the evaluation that runs at the time of the call: none that waits for its turn, and none that follows.
    ///
    /// - Returns: whether code was running. False also while the server starts; cancel the task to end that.
    /// - Throws: `.unsupported` where the server takes no interrupts; see ``features``.
    @discardableResult
    public func interrupt() async throws(PySessionError) -> Bool {
        guard let server, isRunning else { return false }
        if server.connection.extensions.contains(.interrupt) { return await server.connection.interrupt() }
        try await server.signalInterrupt()
        return true
    }

    /// What the server that runs can do beyond the base protocol; nil while none runs, that is before the first evaluation.
    ///
    /// Servers of this package can do all of it, the upstream server nothing.
    public var features: Set<PyFeature>? {
        guard let server, server.connection.isOpen else { return nil }
        let extensions = server.connection.extensions
        return Set(PyFeature.allCases.filter { extensions.contains($0.protocolExtension) })
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
