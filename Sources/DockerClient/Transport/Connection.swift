internal import NIOCore
internal import Synchronization

/// One connection to the engine. It carries one call at a time.
final class Connection: Sendable {
    let channel: any Channel
    private let authority: String
    private let handler: NIOLoopBound<ConnectionHandler>
    private let pool: ConnectionPool
    private let lastID = Atomic<UInt64>(0)

    init(channel: any Channel, authority: String, handler: NIOLoopBound<ConnectionHandler>, pool: ConnectionPool) {
        self.pool = pool
        self.channel = channel
        self.authority = authority
        self.handler = handler
    }

    /// Sends a call and waits for its answer, or for the head of the answer where the mode is a stream.
    ///
    /// The deadline and a cancellation close the connection.
    func exchange(_ request: HTTPRequest, mode: Exchange.Mode, deadline: NIODeadline?) async throws(DockerError) -> Exchange.Outcome {
        let id = lastID.wrappingAdd(1, ordering: .relaxed).newValue
        let result: Result<Exchange.Outcome, DockerError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                channel.eventLoop.execute { [self] in
                    begin(request, id: id, mode: mode, deadline: deadline, continuation: continuation)
                }
            }
        } onCancel: {
            end(id, .cancelled)
        }
        return try result.get()
    }

    private func begin(
        _ request: HTTPRequest,
        id: UInt64,
        mode: Exchange.Mode,
        deadline: NIODeadline?,
        continuation: CheckedContinuation<Result<Exchange.Outcome, DockerError>, Never>
    ) {
        let handler = self.handler.value
        if let early = handler.endedEarly, early.id == id {
            handler.close(early.error)
            return continuation.resume(returning: .failure(early.error))
        }
        guard handler.failure == nil, let context = handler.context, context.channel.isActive else {
            return continuation.resume(returning: .failure(handler.failureBeforeCall))
        }
        let exchange = Exchange(id: id, request: request, mode: mode, continuation: continuation) { [self] in
            ResponseBody.make(more: { [self] in more(id) }, done: { [self] in end(id, .cancelled) })
        } release: { [self] in
            pool.giveBack(self)
        }
        handler.parser.begin(request.method)
        handler.exchange = exchange
        if let deadline {
            exchange.deadline = context.eventLoop.scheduleTask(deadline: deadline) { [self] in end(id, .timeout) }
        }
        let bytes = request.encoded(host: authority, allocator: context.channel.allocator)
        context.writeAndFlush(handler.wrapOutboundOut(bytes), promise: nil)
        if case .stream(let body) = request.body {
            exchange.sender = Task { [self] in await sendChunks(of: body, id: id) }
        }
    }
}

// MARK: - Whatever happens while a call is under way

extension Connection {
    /// Ends a call that is under way, and the connection with it.
    func end(_ id: UInt64, _ error: DockerError) {
        channel.eventLoop.execute { [handler] in
            let handler = handler.value
            if handler.exchange?.id == id {
                handler.close(error)
            } else if handler.exchange == nil {
                handler.endedEarly = (id, error)
            }
        }
    }

    /// Ends the stream of the current call once it is quiet: the container is known to have ended.
    func endWhenQuiet(for amount: TimeAmount) {
        let id = lastID.load(ordering: .relaxed)
        onHandler(id) { $0.exchange?.endWhenQuiet(for: amount, of: $0) }
    }

    private func more(_ id: UInt64) {
        onHandler(id) {
            $0.exchange?.demand()
            $0.read()
            $0.exchange?.watchQuiet(of: $0)
        }
    }

    private func onHandler(_ id: UInt64, _ body: @escaping @Sendable (ConnectionHandler) -> Void) {
        channel.eventLoop.execute { [handler] in
            guard handler.value.exchange?.id == id else { return }
            body(handler.value)
        }
    }
}

// MARK: - Sending

extension Connection {
    /// Writes bytes as they are and waits until the system has taken them.
    func write(_ bytes: ByteBuffer) async throws(DockerError) {
        do {
            try await channel.writeAndFlush(bytes).get()
        } catch {
            throw DockerError(transport: error)
        }
    }

    /// Says that no more bytes will be sent; the other direction stays open.
    func closeOutput() async throws(DockerError) {
        do {
            try await channel.close(mode: .output).get()
        } catch ChannelError.outputClosed, ChannelError.alreadyClosed {
            return
        } catch {
            throw DockerError(transport: error)
        }
    }

    /// Closes both directions.
    func close() {
        channel.close(promise: nil)
    }

    /// Sends a body in chunks, while the answer is waited for: an engine that refuses may answer before the body's end.
    private func sendChunks(of body: ByteSource, id: UInt64) async {
        let writer = ChunkWriter(channel)
        do {
            try await body.send { piece in
                try Task.checkCancellation()
                try await writer.write(piece)
            }
            try await writer.flush()
            onHandler(id) { handler in
                handler.exchange?.isSent = true
                handler.context?.writeAndFlush(handler.wrapOutboundOut(ByteBuffer(string: "0\r\n\r\n")), promise: nil)
            }
        } catch {
            let error = DockerError(source: error)
            // Where the connection ended, the answer, or its absence, says more than the failed write.
            if error.code != .connectionClosed { end(id, error) }
        }
    }
}
