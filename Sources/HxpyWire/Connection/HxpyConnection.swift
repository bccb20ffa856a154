public import HaystackCore
import NIOCore

/// A connection to an hxpy server: one Python session.
///
/// ```swift
/// let connection = try await HxpyConnection.connect(to: .tcp(host: "127.0.0.1", port: 8888), key: key)
/// let sum = try await connection.evaluate(InstructionBatch(before: [.define("m", .matrix(m))], eval: "m.sum()"))
/// await connection.close()
/// ```
///
/// Evaluations run one after the other, in the order in which they were asked for; concurrent callers wait their turn. An evaluation whose
/// task is cancelled is interrupted where the server has accepted ``Extension/interrupt``. The protocol has no other way to stop one: where
/// the code does not give way or its time is up, the connection closes. A connection that is let go of closes too.
public final class HxpyConnection: Sendable {
    /// Where the server listens.
    public let address: Address
    /// The extensions that were offered and that the server accepted.
    public let extensions: [Extension]

    private let channel: any Channel
    private let handler: NIOLoopBound<ConnectionHandler>
    private let status: ConnectionStatus
    /// Gives on what the server writes, until the connection has closed and all of it is given.
    private let outputTask: Task<Void, Never>?

    init(
        _ opened: OpenedChannel, address: Address, extensions: [Extension], output: (@Sendable (OutputStream, [UInt8]) async -> Void)?
    ) {
        self.address = address
        self.extensions = extensions
        channel = opened.channel
        handler = opened.handler
        status = opened.status
        let queue = opened.output
        outputTask = output.map { output in
            Task {
                while let pieces = await queue.next() {
                    for piece in pieces { await output(piece.stream, Array(piece.bytes.readableBytesView)) }
                }
            }
        }
    }

    deinit {
        channel.close(promise: nil)
    }

    /// Whether requests can be sent.
    public var isOpen: Bool { status.reason == nil }

    /// Why the connection closed; waits until it does. A cancelled task waits no longer and gets `.cancelled`.
    public var closed: HxpyError {
        get async { await status.closed() }
    }

    /// Runs a batch and gives the value of its expression. An ndarray is a `Value.matrix`.
    ///
    /// - Parameters:
    ///   - batch: what to run.
    ///   - timeout: the time until the reply must be there, waiting for one's turn included; nil for any time. When it is up, the connection
    ///     closes if the request was sent; if not, it goes on.
    /// - Throws: ``PythonError`` for what Python code raised, else ``HxpyError``: `.timeout`, `.cancelled`, `.connectionClosed`,
    ///   `.interrupted`, `.protocolViolation`, `.limit`, and `.codec` for a value that cannot be written or read, after which the connection goes on.
    public func evaluate(_ batch: InstructionBatch, timeout: Duration? = nil) async throws -> Value {
        try await evaluate(try RequestFrame(batch), timeout: timeout)
    }

    /// Runs the batch of a request.
    package func evaluate(_ request: RequestFrame, timeout: Duration? = nil) async throws -> Value {
        let deadline = timeout.map { NIODeadline.now() + TimeAmount($0) }
        let value = try await exchange(request, deadline: deadline).value()
        if let error = PythonError(reply: value) { throw error }
        return value
    }

    /// Raises KeyboardInterrupt in the code that runs.
    ///
    /// The evaluation then fails with a ``PythonError`` of type KeyboardInterrupt, or goes on as the code has it. Where it has no reply when the
    /// grace of the options is over, it fails with `.interrupted` and the connection closes. An evaluation that has been answered when the interrupt
    /// reaches the server, and those that wait for their turn, are left alone.
    ///
    /// - Returns: whether an evaluation was with the server. False too where the server has not accepted ``Extension/interrupt``.
    @discardableResult
    public func interrupt() async -> Bool {
        let sent = OneShot<Bool>()
        let reason = HxpyError(.interrupted, "the code did not give way to an interrupt in time, and the connection was closed")
        channel.eventLoop.execute { [handler] in sent.resolve(handler.value.interrupt(because: reason)) }
        return await sent.wait()
    }

    /// Closes the connection. Evaluations that are left fail with `.connectionClosed`; the server ends the session.
    public func close() async {
        // The channel's event loop may be gone with its group; the channel is closed then.
        channel.eventLoop.execute { [handler] in handler.value.close() }
        try? await channel.closeFuture.get()
        await outputTask?.value
    }

    private func exchange(_ frame: RequestFrame, deadline: NIODeadline?) async throws(HxpyError) -> Reply {
        if let reason = status.reason { throw .afterClose(reason) }
        let evaluation = Evaluation(frame, deadline: deadline)
        let outcome = await withTaskCancellationHandler {
            channel.eventLoop.execute { [handler] in handler.value.submit(evaluation) }
            return await evaluation.outcome.wait()
        } onCancel: {
            cancel(evaluation)
        }
        return try outcome.get()
    }

    private func cancel(_ evaluation: Evaluation) {
        let reason = HxpyError(.cancelled, "the task that evaluated was cancelled; where its request was sent, the connection is closed")
        channel.eventLoop.execute { [handler] in
            // Where the code can be interrupted, its reply or the end of the grace is the outcome.
            if handler.value.interrupt(evaluation, because: reason) { return }
            // In this order: whoever learns of the cancellation finds the connection closed, where it has to be.
            handler.value.withdraw(evaluation, because: reason)
            evaluation.outcome.resolve(.failure(reason))
        }
    }
}
