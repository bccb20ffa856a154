import NIOCore
import Synchronization

/// What a server has written, between the channel that brings it and the task that gives it on.
///
/// It holds some 256 KiB: the channel reads no more while it is full.
final class OutputQueue: Sendable {
    typealias Piece = (stream: HxpyConnection.OutputStream, bytes: ByteBuffer)

    private struct State {
        var pieces: [Piece] = []
        var count = 0
        var isFinished = false
        var waiter: CheckedContinuation<Void, Never>?
        var whenDrained: (@Sendable () -> Void)?
    }

    private static let bound = 256 << 10
    private let state = Mutex(State())

    /// Adds a piece.
    ///
    /// - Parameter whenDrained: called once when the queue has room again, if it is full now.
    /// - Returns: whether it is full now.
    func add(_ stream: HxpyConnection.OutputStream, _ bytes: ByteBuffer, whenDrained: @escaping @Sendable () -> Void) -> Bool {
        let (waiter, isFull) = state.withLock { state in
            defer { state.waiter = nil }
            state.pieces.append((stream, bytes))
            state.count += bytes.readableBytes
            guard state.count >= OutputQueue.bound else { return (state.waiter, false) }
            state.whenDrained = whenDrained
            return (state.waiter, true)
        }
        waiter?.resume()
        return isFull
    }

    /// Tells that nothing more will come.
    func finish() {
        let waiter = state.withLock { state in
            defer { state.waiter = nil }
            state.isFinished = true
            return state.waiter
        }
        waiter?.resume()
    }

    /// All that is there, once there is something; nil at the end. For one task.
    func next() async -> [Piece]? {
        while true {
            let (pieces, isFinished, whenDrained) = state.withLock { state in
                defer {
                    state.pieces = []
                    state.count = 0
                    state.whenDrained = nil
                }
                return (state.pieces, state.isFinished, state.whenDrained)
            }
            whenDrained?()
            if !pieces.isEmpty { return pieces }
            if isFinished { return nil }
            await wait()
        }
    }

    private func wait() async {
        await withCheckedContinuation { continuation in
            let isReady = state.withLock { state in
                if !state.pieces.isEmpty || state.isFinished { return true }
                state.waiter = continuation
                return false
            }
            if isReady { continuation.resume() }
        }
    }
}
