internal import NIOCore
internal import Synchronization

/// The bytes of an answer, as they come: read once, by one task. The engine waits while nobody reads.
///
/// Whoever lets go of it before its end closes the connection.
final class ResponseBody: Sendable {
    typealias Strategy = NIOAsyncSequenceProducerBackPressureStrategies.HighLowWatermark
    fileprivate typealias Producer = NIOThrowingAsyncSequenceProducer<ByteBuffer, any Error, Strategy, Demand>

    /// The end that the connection holds.
    struct Source {
        fileprivate let source: Producer.Source

        /// Gives a piece to the consumer; false when it has enough for now.
        func yield(_ bytes: ByteBuffer) -> Bool { source.yield(bytes) == .produceMore }

        func finish(_ error: DockerError?) {
            if let error { source.finish(error) } else { source.finish() }
        }
    }

    /// Hears of the consumer.
    fileprivate struct Demand: NIOAsyncSequenceProducerDelegate {
        let more: @Sendable () -> Void
        let done: @Sendable () -> Void
        func produceMore() { more() }
        func didTerminate() { done() }
    }

    private let producer: Mutex<Producer?>

    private init(_ producer: Producer) { self.producer = Mutex(producer) }

    /// - Parameters:
    ///   - more: called when the consumer has room again.
    ///   - done: called when the consumer is at the end, or has let go.
    static func make(more: @escaping @Sendable () -> Void, done: @escaping @Sendable () -> Void) -> (ResponseBody, Source) {
        let new = Producer.makeSequence(
            backPressureStrategy: Strategy(lowWatermark: 4, highWatermark: 16),
            finishOnDeinit: true,
            delegate: Demand(more: more, done: done)
        )
        return (ResponseBody(new.sequence), Source(source: new.source))
    }

    /// The one iterator.
    ///
    /// A second call gives an iterator that throws: the bytes are gone.
    func iterate() -> Iterator {
        let taken = producer.withLock { producer in
            defer { producer = nil }
            return producer
        }
        return Iterator(base: taken?.makeAsyncIterator())
    }

    struct Iterator {
        fileprivate let base: Producer.AsyncIterator?

        /// The next piece, or nil at the end.
        func next(isolation actor: isolated (any Actor)?) async throws(DockerError) -> ByteBuffer? {
            guard let base else { throw DockerError(.stream, "this stream was read before; a stream of the engine can be read once") }
            // Sound: this iterator is not Sendable and its next is not reentrant, so that one task at a time uses the one below.
            nonisolated(unsafe) let reader = base
            do {
                let bytes = try await unsafe reader.next()
                if bytes == nil, Task.isCancelled { throw DockerError.cancelled }
                return bytes
            } catch let error as DockerError {
                throw error
            } catch {
                throw DockerError.cancelled
            }
        }
    }
}

extension DockerError {
    static let cancelled = DockerError(.cancelled, "the task was cancelled; the connection is closed")
}
