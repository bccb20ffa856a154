import HaystackCore
import NIOCore
import Synchronization
import Testing

@testable import HxpyWire

@Suite("Interrupts and output of a connection", .timeLimit(.minutes(1)))
struct InterruptTests {
    /// Runs a server that grants some extensions, and a connection that offers them. The first event that is left is the first request.
    private func connected(
        _ extensions: [HxpyConnection.Extension] = [.interrupt],
        grace: Duration = .seconds(60),
        _ answer: @escaping @Sendable (Value) -> StubServer.Answer,
        _ body: (HxpyConnection, StubServer, inout AsyncStream<StubServer.Event>.Iterator) async throws -> Void,
        output: (@Sendable (HxpyConnection.OutputStream, [UInt8]) async -> Void)? = nil
    ) async throws {
        let accepted = Value.list(extensions.map { .str($0.description) })
        try await StubServer.run { _, request in
            request["key"].string == nil ? answer(request) : .value(["ok": .marker, "ext": accepted])
        } _: { server in
            let options = HxpyConnection.Options(extensions: [.interrupt, .mark, .output], interruptGrace: grace, output: output)
            let connection = try await HxpyConnection.connect(to: server.address, key: "k", options: options)
            var events = server.events.makeAsyncIterator()
            _ = await events.next()
            try await body(connection, server, &events)
        }
    }

    private static let stopped = Value.grid(Grid(meta: ["err": .marker, "errMsg": "interrupted", "errType": "KeyboardInterrupt"]))

    @Test("go out with the number of the request that runs, and its reply is the outcome", arguments: [1, 2, 300])
    func numbered(count: Int) async throws {
        try await connected {
            if $0["interrupt"].number != nil { return .value(InterruptTests.stopped) }
            return $0.list?.last?["eval"] == "last" ? .nothing : .value(1)
        } _: { connection, _, events in
            for _ in 1..<count {
                _ = try await connection.evaluate(InstructionBatch(eval: "1"))
                _ = await events.next()
            }
            #expect(await !connection.interrupt())
            let task = Task { try await connection.evaluate(InstructionBatch(eval: "last")) }
            _ = await events.next()
            #expect(await connection.interrupt())
            let error = await #expect(throws: PythonError.self) { try await task.value }
            #expect(error?.type == "KeyboardInterrupt")
            #expect(await events.next() == .request(["interrupt": .number(count)]))
            #expect(connection.isOpen)
        }
    }

    @Test("are what a cancelled task sends; the code may still give a value")
    func cancelled() async throws {
        try await connected {
            $0["interrupt"].number == nil ? .nothing : .value("a value all the same")
        } _: { connection, _, events in
            let task = Task { try await connection.evaluate(InstructionBatch(eval: "f()")) }
            _ = await events.next()
            task.cancel()
            let value = try await task.value
            #expect(value == "a value all the same")
            #expect(await events.next() == .request(["interrupt": 1]))
            #expect(connection.isOpen)
        }
    }

    @Test(
        "close the connection when the grace is over",
        arguments: [(Duration.milliseconds(50), true), (.milliseconds(50), false), (.zero, true), (.zero, false)])
    func graceOver(grace: Duration, isCancelled: Bool) async throws {
        try await connected(grace: grace) { _ in
            .nothing
        } _: { connection, _, events in
            let task = Task { try await connection.evaluate(InstructionBatch(eval: "deaf()")) }
            _ = await events.next()
            if isCancelled { task.cancel() } else { #expect(await connection.interrupt()) }
            let code: HxpyError.Code = isCancelled ? .cancelled : .interrupted
            await #expect(throws: HxpyError(code, "")) { try await task.value }
            #expect(await connection.closed.code == code)
        }
    }

    @Test("do not end what comes after a reply: the grace ends with it")
    func graceEnds() async throws {
        try await connected(grace: .milliseconds(100)) {
            if $0["interrupt"].number != nil { return .value(InterruptTests.stopped) }
            return $0.list?.last?["eval"] == "quick" ? .value(2) : .nothing
        } _: { connection, server, events in
            let first = Task { try await connection.evaluate(InstructionBatch(eval: "first")) }
            _ = await events.next()
            #expect(await connection.interrupt())
            await #expect(throws: PythonError.self) { try await first.value }
            _ = await events.next()
            let second = Task { try await connection.evaluate(InstructionBatch(eval: "second")) }
            _ = await events.next()
            // Longer than the grace of the first.
            try await Task.sleep(for: .milliseconds(200))
            try await server.send(try wire("done"))
            #expect(try await second.value == "done")
        }
    }

    @Test("are not sent to a server that does not know them")
    func unknown() async throws {
        try await connected([]) { _ in
            .nothing
        } _: { connection, _, events in
            let task = Task { try await connection.evaluate(InstructionBatch(eval: "f()")) }
            _ = await events.next()
            #expect(await !connection.interrupt())
            #expect(connection.isOpen)
            task.cancel()
            await #expect(throws: HxpyError(.cancelled, "")) { try await task.value }
            #expect(!connection.isOpen)
        }
    }

    @Test("output arrives before, between and after replies, in any pieces")
    func output() async throws {
        let written = Mutex<[HxpyConnection.OutputStream: [UInt8]]>([:])
        let bytes: [UInt8] = [0xF1, 0, 0, 0, 2, 65, 66] + (try wire("reply")) + [0xF2, 0, 0, 0, 3, 0xFF, 0, 0xF1]
        try await connected([.output]) { request in
            request.list?.last?["eval"] == "whole" ? .bytes(bytes) : .byteByByte(bytes)
        } _: { connection, server, _ in
            for expression in ["whole", "pieces", "whole", "pieces"] {
                #expect(try await connection.evaluate(InstructionBatch(eval: expression)) == "reply")
            }
            try await server.send([0xF1, 0, 0, 0, 1])
            try await server.send([67])
            #expect(try await connection.evaluate(InstructionBatch(eval: "whole")) == "reply")
            await connection.close()
        } output: { stream, bytes in
            written.withLock { $0[stream, default: []] += bytes }
        }
        #expect(written.withLock { $0[.standardOutput] } == Array("ABABABABCAB".utf8))
        // The last may have been on its way when the connection was closed.
        let errors = written.withLock { $0[.standardError] } ?? []
        #expect(errors.starts(with: (0..<4).flatMap { _ in [0xFF, 0, 0xF1] as [UInt8] }))
    }

    @Test("output that was not agreed on is a fault")
    func outputNotAgreedOn() async throws {
        try await connected([]) { _ in
            .bytes([0xF1, 0, 0, 0, 1, 65])
        } _: { connection, _, _ in
            await #expect(throws: HxpyError(.protocolViolation, "")) { try await connection.evaluate(InstructionBatch(eval: "1")) }
        }
    }

    @Test("a reader that is slow makes the server wait, and gets all of it")
    func slowReader() async throws {
        let size = 8 << 20
        let bytes: [UInt8] = [0xF1, 0x00, 0x80, 0x00, 0x00] + Array(repeating: 7, count: size) + (try wire("reply"))
        let (gate, opener) = AsyncStream<Void>.makeStream()
        let taken = Mutex(0)
        try await connected([.output]) { _ in
            .bytes(bytes)
        } _: { connection, _, events in
            let task = Task { try await connection.evaluate(InstructionBatch(eval: "1")) }
            _ = await events.next()
            // The reply is behind the output, and the connection reads ahead no more than its bound and what one read brings.
            while taken.withLock({ $0 }) == 0 { await Task.yield() }
            #expect(taken.withLock { $0 } <= 1 << 20)
            opener.finish()
            let value = try await task.value
            #expect(value == "reply")
            await connection.close()
        } output: { _, bytes in
            taken.withLock { $0 += bytes.count }
            for await _ in gate { return }
        }
        #expect(taken.withLock { $0 } == size)
    }
}
