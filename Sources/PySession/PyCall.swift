public import HaystackCore

/// One call of Python: open a session, run, close it. Nothing happens until ``PyCall/eval(_:)``.
///
/// In the scope of ``PyRuntime/withTask(_:isolation:_:)`` or ``withPyTask(_:options:isolation:_:)`` the call uses the session of that scope, and
/// leaves it open.
///
/// ```swift
/// let area = try await py()
///     .timeout(.seconds(10))
///     .define("a", 100)
///     .define("b", 2)
///     .exec("def mult(x, y): return x * y")
///     .eval("mult(a, b)")      // 200
/// ```
///
/// - Parameters:
///   - backend: where Python runs; that of the scope where not given, and outside a scope a local process.
///   - options: how the session behaves; those of the scope where not given.
public func py(_ backend: PyBackend? = nil, options: PySessionOptions? = nil) -> PyCall {
    PyCall(backend: backend, options: options)
}

/// The steps of one call of Python; see ``py(_:options:)``. A value: each step gives a new one.
public struct PyCall: Sendable {
    private let backend: PyBackend?
    private let options: PySessionOptions?
    private var timeout: Duration?
    private var initialization = PyInitialization()
    private var steps = PyInitialization()
    private var output: (@Sendable (PyOutput) async -> Void)?

    init(backend: PyBackend?, options: PySessionOptions?) {
        self.backend = backend
        self.options = options
    }

    /// Sets how long the evaluation may take.
    public func timeout(_ timeout: Duration) -> PyCall {
        with { $0.timeout = timeout }
    }

    /// Sets a Python variable to a value. Null is None.
    public func define(_ name: String, _ value: Value) -> PyCall {
        with { $0.steps.define(name, value) }
    }

    /// Sets a Python variable to a grid: a `hxpy.haystack.grid.Grid`, which has `to_dataframe()`.
    public func define(_ name: String, _ grid: Grid) -> PyCall {
        define(name, .grid(grid))
    }

    /// Sets a Python variable to a matrix: a `numpy.ndarray`.
    public func define(_ name: String, _ matrix: MatrixGrid) -> PyCall {
        define(name, .matrix(matrix))
    }

    /// Runs Python statements. Common indentation is taken off.
    public func exec(_ code: String) -> PyCall {
        with { $0.steps.exec(code) }
    }

    /// Says the steps with which a session begins: they run before all others, once in the life of a session, and again on a server that has to be
    /// started anew.
    public func initialize(_ steps: (inout PyInitialization) -> Void) -> PyCall {
        with { steps(&$0.initialization) }
    }

    /// Says who takes what the code writes to its standard output and error, piece by piece as it arrives. Python waits while this runs.
    public func output(_ take: @escaping @Sendable (PyOutput) async -> Void) -> PyCall {
        with { $0.output = take }
    }

    private func with(_ change: (inout PyCall) -> Void) -> PyCall {
        var changed = self
        change(&changed)
        return changed
    }

    /// Runs the steps, evaluates an expression and gives the value: in the session of the scope, else in one of its own, which is closed afterwards.
    ///
    /// - Throws: `PythonError` where Python raised an exception, ``PySessionError`` for all else.
    @discardableResult
    public func eval(_ expression: String) async throws -> Value {
        guard let task = PyTask.current else {
            return try await withPySession(backend ?? .local(), options: options ?? PySessionOptions()) { session in
                try await eval(expression, in: session)
            }
        }
        var value = Value.null
        try await task.use(backend, options) { session in value = try await eval(expression, in: session) }
        return value
    }

    private func eval(_ expression: String, in session: PySession) async throws -> Value {
        if !initialization.steps.isEmpty { try await session.initialize(initialization) }
        return try await session.run(steps.steps, expression, timeout: timeout ?? options?.timeout, output: output)
    }
}
