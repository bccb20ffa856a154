import DockerClient
import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// An engine that says what a test tells it to, on a unix socket.
struct StubEngine {
    let endpoint: DockerEndpoint
    private let counter: Counter

    /// How many connections were made.
    var connections: Int { counter.value }

    /// A client that does not negotiate.
    func client(timeout: Duration = .seconds(10)) throws -> DockerClient {
        var options = DockerClient.Options()
        options.timeout = timeout
        options.apiVersion = APIVersion(major: 1, minor: 41)
        return try DockerClient(endpoint, options: options)
    }

    typealias Script = @Sendable (inout StubConnection) async throws -> Void

    /// Runs the body beside an engine. The script serves one connection, which ends with it.
    @discardableResult
    static func run<Result: Sendable>(_ script: @escaping Script, _ body: (StubEngine) async throws -> Result) async throws -> Result {
        let path = NSTemporaryDirectory() + "stub-\(UInt32.random(in: 0...UInt32.max)).sock"
        let counter = Counter()
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 256)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .bind(unixDomainSocketPath: path) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel,
                        configuration: .init(isOutboundHalfClosureEnabled: true)
                    )
                }
            }
        let serving = Task { try await serve(server, counter, script) }
        defer {
            serving.cancel()
            try? FileManager.default.removeItem(atPath: path)
        }
        return try await body(StubEngine(endpoint: .unix(path: path), counter: counter))
    }

    private static func serve(
        _ server: NIOAsyncChannel<NIOAsyncChannel<ByteBuffer, ByteBuffer>, Never>,
        _ counter: Counter,
        _ script: @escaping Script
    ) async throws {
        try await server.executeThenClose { connections in
            try await withThrowingDiscardingTaskGroup { group in
                for try await connection in connections {
                    let number = counter.next()
                    group.addTask {
                        try? await connection.executeThenClose { inbound, outbound in
                            var stub = StubConnection(number: number, input: inbound.makeAsyncIterator(), output: outbound)
                            try await script(&stub)
                            // A close at once would lose what waits to be sent.
                            outbound.finish()
                            while try await stub.raw() != nil {}
                        }
                    }
                }
            }
        }
    }
}

/// A connection to a stub engine.
struct StubConnection {
    /// Connections count from 1.
    let number: Int
    fileprivate var input: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    fileprivate let output: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var buffer = ""

    fileprivate init(
        number: Int,
        input: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
        output: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        self.number = number
        self.input = input
        self.output = output
    }

    /// The next request's first line, its head and body taken; nil at the end.
    mutating func request() async throws -> String? {
        while !buffer.contains("\r\n\r\n") { guard try await more() else { return nil } }
        let parts = buffer.components(separatedBy: "\r\n\r\n")
        let head = parts[0]
        buffer = parts.dropFirst().joined(separator: "\r\n\r\n")
        let length = head.components(separatedBy: "\r\n").first { $0.hasPrefix("Content-Length: ") }.flatMap { Int($0.dropFirst(16)) } ?? 0
        while buffer.utf8.count < length { guard try await more() else { return nil } }
        buffer = String(buffer.dropFirst(length))
        return head.components(separatedBy: "\r\n").first
    }

    /// Whatever comes next, as it is; nil at the end.
    mutating func raw() async throws -> String? {
        if buffer.isEmpty { guard try await more() else { return nil } }
        defer { buffer = "" }
        return buffer
    }

    private mutating func more() async throws -> Bool {
        guard let bytes = try await input.next() else { return false }
        buffer += String(buffer: bytes)
        return true
    }

    func send(_ text: String) async throws { try await output.write(ByteBuffer(string: text)) }

    func send(_ bytes: ByteBuffer) async throws { try await output.write(bytes) }

    /// Sends an answer with a length.
    func answer(_ body: String, status: String = "200 OK", headers: String = "") async throws {
        try await send("HTTP/1.1 \(status)\r\n\(headers)Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
    }
}

/// Counts, and tells whoever waits for a number.
final class Counter: Sendable {
    private struct State {
        var count = 0
        var waiting: [(number: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    var value: Int { state.withLock { $0.count } }

    @discardableResult func next() -> Int {
        let (count, reached) = state.withLock { state in
            state.count += 1
            let reached = state.waiting.filter { $0.number <= state.count }
            state.waiting.removeAll { $0.number <= state.count }
            return (state.count, reached)
        }
        for waiting in reached { waiting.continuation.resume() }
        return count
    }

    /// Waits until so many have been counted.
    func reaches(_ number: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.count < number { state.waiting.append((number, continuation)) }
                return state.count >= number
            }
            if isThere { continuation.resume() }
        }
    }
}
