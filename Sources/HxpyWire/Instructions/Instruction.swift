public import HaystackCore

/// A step that prepares an evaluation: it changes the session and answers nothing.
public enum Instruction: Sendable, Hashable {
    /// Sets a variable to a value.
    case define(String, Value)
    /// Runs statements.
    case exec(String)
}

extension Instruction {
    /// The step as the wire has it. A null `v` is left out, which the server reads as None.
    var value: Value {
        switch self {
        case .define(let name, let value): ["def": .str(name), "v": value]
        case .exec(let code): ["exec": .str(code)]
        }
    }
}
