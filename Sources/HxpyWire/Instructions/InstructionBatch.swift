import HaystackCore

/// What one request asks of the server: any number of steps, then one expression to evaluate.
///
/// Only an evaluation answers. A request with none would never be answered, and one with two would put every later reply one off; so
/// a batch has exactly one, and it is last.
///
/// ```swift
/// let batch = InstructionBatch(
///     before: [.define("a", 100), .define("b", 2), .exec("def mult(x, y): return x * y")],
///     eval: "mult(a, b)"
/// )
/// ```
public struct InstructionBatch: Sendable, Hashable {
    /// The steps, in the order in which they run.
    public var before: [Instruction]
    /// The expression whose value is the reply.
    public var eval: String

    /// What the server writes to its standard output and error when the batch has run, before it replies. Only for servers that have accepted
    /// ``HxpyConnection/Extension/mark``.
    public var mark: String?

    /// Makes a batch.
    public init(before: [Instruction] = [], eval: String, mark: String? = nil) {
        self.before = before
        self.eval = eval
        self.mark = mark
    }

    /// The request: a List of Dicts `{mark}`, `{def, v}`, `{exec}` and, last, `{eval}`.
    var value: Value {
        let mark: [Value] = mark.map { [["mark": .str($0)]] } ?? []
        return .list(mark + before.map(\.value) + [["eval": .str(eval)]])
    }
}
