import NIOCore
import Synchronization

/// What is typed on the terminal that standard input is. It is read also while nobody wants it: so Ctrl-C is seen while Python is at work, and
/// what is typed ahead is kept.
final class TerminalInput: Sendable {
    private struct State {
        var bytes: [UInt8] = []
        var isEnded = false
        var waiter: CheckedContinuation<Void, Never>?
        var onInterrupt: (@Sendable () -> Void)?
    }

    private static let interruptByte: UInt8 = 0x03
    private let state = Mutex(State())

    /// Starts to read.
    func start() {
        Task {
            let reader = InputReader()
            while let piece = await reader.next() { take(Array(piece.readableBytesView)) }
            end()
        }
    }

    /// The bytes that have come, once there are some; nil at the end. For one task.
    func next() async -> [UInt8]? {
        while true {
            let (bytes, isEnded) = state.withLock { state in
                defer { state.bytes = [] }
                return (state.bytes, state.isEnded)
            }
            if !bytes.isEmpty { return bytes }
            if isEnded { return nil }
            await wait()
        }
    }

    /// Runs a body in which Ctrl-C calls a closure, and takes what was typed before it away.
    func interruptible<Result: Sendable>(_ onInterrupt: @escaping @Sendable () -> Void, _ body: () async throws -> Result) async rethrows -> Result {
        state.withLock { $0.onInterrupt = onInterrupt }
        defer { state.withLock { $0.onInterrupt = nil } }
        return try await body()
    }

    private func take(_ bytes: [UInt8]) {
        let (waiter, onInterrupt) = state.withLock { state in
            defer { state.waiter = nil }
            if let onInterrupt = state.onInterrupt, let last = bytes.lastIndex(of: TerminalInput.interruptByte) {
                state.bytes = Array(bytes[(last + 1)...])
                return (state.waiter, Optional(onInterrupt))
            }
            state.bytes += bytes
            return (state.waiter, nil)
        }
        waiter?.resume()
        onInterrupt?()
    }

    private func end() {
        let waiter = state.withLock { state in
            defer { state.waiter = nil }
            state.isEnded = true
            return state.waiter
        }
        waiter?.resume()
    }

    private func wait() async {
        await withCheckedContinuation { continuation in
            let isReady = state.withLock { state in
                if !state.bytes.isEmpty || state.isEnded { return true }
                state.waiter = continuation
                return false
            }
            if isReady { continuation.resume() }
        }
    }
}
