public import HaystackCore

/// An exception that Python code raised.
///
/// ```swift
/// do {
///     _ = try await connection.evaluate(InstructionBatch(eval: "1 / 0"))
/// } catch let error as PythonError {
///     print(error.message)    // division by zero
///     print(error)            // the traceback
/// }
/// ```
public struct PythonError: Error, Sendable, Hashable {
    /// The name of the exception's class, such as `ZeroDivisionError`. The upstream server does not say it: nil there.
    public let type: String?
    /// The exception's text.
    public let message: String
    /// The traceback as Python prints it, nil where the server gave none.
    public let traceback: String?

    /// Makes an error.
    public init(type: String? = nil, message: String, traceback: String? = nil) {
        self.type = type
        self.message = message
        self.traceback = traceback
    }
}

extension PythonError {
    /// The error that a reply tells of, nil where the reply is a result.
    ///
    /// The protocol: an exception answers with a Grid whose meta has `err`, `errMsg` and `errTrace`; our own server adds `errType`.
    public init?(reply: Value) {
        guard case .grid(let grid) = reply else { return nil }
        self.init(meta: grid.meta)
    }

    /// The error in the meta of a reply's Grid, nil where there is no `err`.
    init?(meta: Dict) {
        guard meta.has("err") else { return nil }
        let message = meta["errMsg"].string ?? meta["dis"].string
        self.init(
            type: meta["errType"].string,
            message: message ?? "the server reported an error without saying which",
            traceback: meta["errTrace"].string.flatMap { $0.isEmpty ? nil : $0 }
        )
    }
}

extension PythonError: CustomStringConvertible {
    /// The traceback where there is one, else `type: message`.
    public var description: String {
        traceback ?? type.map { "\($0): \(message)" } ?? message
    }
}
