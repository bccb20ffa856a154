/// The session that calls of ``py(_:options:)`` share in a scope.
struct PyTask: Sendable {
    /// The scope that the running task is in: the innermost.
    @TaskLocal static var current: PyTask?

    /// Gives the session to a body, opened by the options of the first call.
    let use: @Sendable (PyBackend?, PySessionOptions?, (PySession) async throws -> Void) async throws -> Void
}

/// Runs a body in which all calls of ``py(_:options:)`` share one session, which is closed at the end.
///
/// ```swift
/// try await withPyTask(.local()) {
///     try await py().exec("total = 0").eval("None")
///     for value in values {
///         try await py().define("v", value).exec("total += v").eval("None")
///     }
///     print(try await py().eval("total"))
/// }
/// ```
///
/// The first call opens the session: with its backend and options where it names some, else with those given here. Later calls take of theirs
/// only the timeout. Child tasks of the body are in the scope too; their evaluations run one after the other. Use ``PyRuntime`` for a
/// session that outlives the scope.
///
/// - Throws: what the body throws.
@discardableResult
public func withPyTask<Result: Sendable>(
    _ backend: PyBackend = .local(), options: PySessionOptions = PySessionOptions(),
    isolation: isolated (any Actor)? = #isolation,
    _ body: () async throws -> Result
) async throws -> Result {
    let runtime = PyRuntime(backend, options: options)
    do {
        let result = try await runtime.withTask("scope", body)
        await runtime.shutdown()
        return result
    } catch {
        await runtime.shutdown()
        throw error
    }
}
