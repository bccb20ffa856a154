import HaystackCore
import HaystackZinc
import HxpyWire
import NIOCore
import NIOPosix
import Synchronization

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A server that speaks as much of the protocol as a test tells it to.
final class StubServer: Sendable {
    /// What the server does with a request.
    enum Answer: Sendable {
        case bytes([UInt8])
        /// Each byte is sent by itself.
        case byteByByte([UInt8])
        case bytesThenClose([UInt8])
        case close
        case nothing

        static func value(_ value: Value) -> Answer { encoded(value) { .bytes($0) } }
        static func valueThenClose(_ value: Value) -> Answer { encoded(value) { .bytesThenClose($0) } }

        private static func encoded(_ value: Value, _ answer: ([UInt8]) -> Answer) -> Answer {
            (try? Brio.encode(value, options: .hxpy)).map(answer) ?? .close
        }
    }

    /// What happened at the server.
    enum Event: Sendable, Equatable {
        case request(Value)
        case closed
    }

    let address: HxpyConnection.Address
    let events: AsyncStream<Event>
    private let listener: any Channel
    private let shared: SharedChannel

    /// Says what to do with a request; connections count from 1.
    typealias Script = @Sendable (_ connection: Int, _ request: Value) -> Answer

    private init(_ listener: any Channel, _ address: HxpyConnection.Address, _ events: AsyncStream<Event>, _ shared: SharedChannel) {
        self.listener = listener
        self.address = address
        self.events = events
        self.shared = shared
    }

    /// Runs a server for the time of the body. The script answers every request, the key too.
    static func run<Result>(
        _ kind: Kind = .tcp,
        path: String? = nil,
        _ script: @escaping Script,
        _ body: (StubServer) async throws -> Result
    ) async throws -> Result {
        let (events, continuation) = AsyncStream.makeStream(of: Event.self)
        let shared = SharedChannel()
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                let number = shared.accept(channel)
                return channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        StubHandler {
                            script(number, $0)
                        } report: {
                            continuation.yield($0)
                        }
                    )
                }
            }
        let listener: any Channel
        let address: HxpyConnection.Address
        switch kind {
        case .tcp:
            listener = try await bootstrap.bind(host: "127.0.0.1", port: 0).get()
            address = .tcp(host: "127.0.0.1", port: listener.localAddress?.port ?? 0)
        case .unix:
            let path = path ?? "/tmp/hxpy-\(UInt64.random(in: 0 ... .max)).sock"
            listener = try await bootstrap.bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true).get()
            address = .unix(path: path)
        }
        let server = StubServer(listener, address, events, shared)
        do {
            let result = try await body(server)
            await server.stop()
            return result
        } catch {
            await server.stop()
            throw error
        }
    }

    enum Kind: Sendable, CaseIterable { case tcp, unix }

    /// Sends bytes to the connection that was accepted last.
    func send(_ bytes: [UInt8]) async throws {
        try await shared.last?.writeAndFlush(ByteBuffer(bytes: bytes))
    }

    /// Listens no longer and ends the connection.
    func stop() async {
        try? await listener.close()
        try? await shared.last?.close()
        if case .unix(let path) = address { unlinkSocket(path) }
    }
}

/// Removes the file of a socket; one that is gone is fine.
private func unlinkSocket(_ path: String) {
    // Sound: unlink reads the string for the time of the call.
    _ = unsafe unlink(path)
}

/// The connection that a server accepted last.
final class SharedChannel: Sendable {
    private let state = Mutex<(count: Int, last: (any Channel)?)>((0, nil))

    var last: (any Channel)? { state.withLock { $0.last } }

    func accept(_ channel: any Channel) -> Int {
        state.withLock { state in
            state = (state.count + 1, channel)
            return state.count
        }
    }
}
