public import HaystackCore
import HxpyWire

/// What a session has been told and has not sent yet: the pure part of its life cycle.
///
/// Steps are kept until an evaluation takes them along, for only evaluations answer. A server that starts anew is first sent the
/// initial steps.
struct SessionScript {
    private var pending: [Instruction] = []
    private var initial: [Instruction]?
    /// The running server has been sent the initial steps.
    private var isInitialized = false

    mutating func add(_ instruction: Instruction) {
        pending.append(instruction)
    }

    /// Keeps the initial steps; only the first of a session count.
    mutating func initialize(_ steps: [Instruction]) {
        if initial == nil { initial = steps }
    }

    /// The initial steps, where the running server has not run them.
    var stepsToInitialize: [Instruction]? {
        guard let initial, !isInitialized, !initial.isEmpty else { return nil }
        return initial
    }

    mutating func initialized() {
        isInitialized = true
    }

    /// Forgets the server that ran: the next one knows nothing.
    mutating func serverEnded() {
        isInitialized = false
    }

    /// The steps that wait, which an evaluation takes along.
    mutating func takePending() -> [Instruction] {
        defer { pending = [] }
        return pending
    }

    /// Makes the steps of a request that was not sent pending again, before those that came since.
    mutating func putBack(_ steps: [Instruction]) {
        pending = steps + pending
    }
}

/// The steps with which a session begins.
public struct PyInitialization: Sendable {
    var steps: [Instruction] = []

    /// Sets a variable to a value.
    public mutating func define(_ name: String, _ value: Value) {
        steps.append(.define(name, value))
    }

    /// Runs statements.
    public mutating func exec(_ code: String) {
        steps.append(.exec(code))
    }
}
