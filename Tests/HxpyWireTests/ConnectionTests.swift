import HaystackCore
import HaystackZinc
import NIOCore
import Testing

@testable import HxpyWire

@Suite("A connection", .timeLimit(.minutes(1)))
struct ConnectionTests {
    /// Runs a server that accepts any key, and a connection to it. The first event that is left is the first evaluation.
    private func connected(
        _ kind: StubServer.Kind = .tcp,
        options: HxpyConnection.Options = .init(),
        _ answer: @escaping @Sendable (_ expression: String) -> StubServer.Answer,
        _ body: (HxpyConnection, StubServer, inout AsyncStream<StubServer.Event>.Iterator) async throws -> Void
    ) async throws {
        try await StubServer.run(kind) { _, request in
            guard let instructions = request.list else { return .value(["ok": .marker]) }
            return answer(instructions.last?["eval"].string ?? "")
        } _: { server in
            let connection = try await HxpyConnection.connect(to: server.address, key: "k", options: options)
            var events = server.events.makeAsyncIterator()
            _ = await events.next()
            try await body(connection, server, &events)
        }
    }

    private func expect(_ code: HxpyError.Code, _ work: () async throws -> Value) async -> String {
        let error = await #expect(throws: HxpyError.self) { try await work() }
        #expect(error?.code == code)
        return error?.message ?? ""
    }

    private func expect(_ value: Value, _ connection: HxpyConnection, _ batch: InstructionBatch, timeout: Duration? = nil) async throws {
        try await expect(value) { try await connection.evaluate(batch, timeout: timeout) }
    }

    private func expect(_ value: Value, _ work: () async throws -> Value) async throws {
        let found = try await work()
        #expect(found == value)
    }

    @Test("gives the values of expressions, one after the other", arguments: StubServer.Kind.allCases)
    func values(kind: StubServer.Kind) async throws {
        try await connected(kind) {
            .value(.str("<\($0)>"))
        } _: { connection, _, events in
            for expression in ["a", "b", "c"] {
                let batch = InstructionBatch(before: [.define("x", 1)], eval: expression)
                try await expect(.str("<\(expression)>"), connection, batch, timeout: .seconds(30))
                #expect(await events.next() == .request([["def": "x", "v": 1], ["eval": .str(expression)]]))
            }
            #expect(connection.isOpen)
        }
    }

    @Test("takes a reply in tiny pieces")
    func tinyPieces() async throws {
        let grid = Value.grid(Grid(rows: [["a": 1, "b": "λόγος"], ["a": 2]]))
        let bytes = try wire(grid)
        try await connected { _ in
            .byteByByte(bytes)
        } _: { connection, _, _ in
            for _ in 0..<20 { try await expect(grid, connection, InstructionBatch(eval: "g")) }
        }
    }

    @Test("takes a large matrix back and forth", arguments: StubServer.Kind.allCases)
    func largeMatrix(kind: StubServer.Kind) async throws {
        let matrix = try MatrixGrid(rows: 500, columns: 700, (0..<350_000).map { Double($0) / 7 })
        let bytes = try RequestFrame(Value.matrix(matrix)).parts.flatMap { Array($0.readableBytesView) }.dropFirst(4)
        try await connected(kind) { _ in
            .bytes(Array(bytes))
        } _: { connection, _, _ in
            let batch = InstructionBatch(before: [.define("m", .matrix(matrix))], eval: "m")
            for _ in 0..<3 { try await expect(.matrix(matrix), connection, batch) }
        }
    }

    @Test("throws what Python raised, and goes on")
    func pythonError() async throws {
        try await connected {
            $0 == "1/0" ? .value(errorGrid("division by zero", type: "ZeroDivisionError")) : .value(2)
        } _: { connection, _, _ in
            await #expect(throws: PythonError(type: "ZeroDivisionError", message: "division by zero")) {
                try await connection.evaluate(InstructionBatch(eval: "1/0"))
            }
            try await expect(2, connection, InstructionBatch(eval: "1+1"))
        }
    }

    @Test("says why it is closed where the server ends after an exception, as the upstream server does")
    func upstreamError() async throws {
        try await connected { _ in
            .valueThenClose(errorGrid("boom"))
        } _: { connection, _, _ in
            await #expect(throws: PythonError(message: "boom")) { try await connection.evaluate(InstructionBatch(eval: "x")) }
            #expect(await connection.closed.code == .connectionClosed)
            #expect(!connection.isOpen)
            let message = await expect(.connectionClosed) { try await connection.evaluate(InstructionBatch(eval: "y")) }
            #expect(message.contains("upstream"))
        }
    }

    @Test("fails where the server sends garbage", arguments: ["ff", "17 01", "3c3c"])
    func garbage(bytes: String) async throws {
        try await connected { _ in
            .bytes(hex(bytes))
        } _: { connection, _, events in
            _ = await expect(.protocolViolation) { try await connection.evaluate(InstructionBatch(eval: "x")) }
            _ = await events.next()
            #expect(await events.next() == .closed)
        }
    }

    @Test("goes on after a reply that is whole but cannot be read")
    func codec() async throws {
        try await connected {
            $0 == "bad" ? .bytes(hex("0d 07e4 02 1e")) : .value(1)
        } _: { connection, _, _ in
            _ = await expect(.codec) { try await connection.evaluate(InstructionBatch(eval: "bad")) }
            try await expect(1, connection, InstructionBatch(eval: "good"))
        }
    }

    @Test("has limits on replies")
    func limits() async throws {
        let options = HxpyConnection.Options(limits: .init(depth: 5, size: 1000))
        try await connected(options: options) { _ in
            .value(.buf([UInt8](repeating: 0, count: 2000)))
        } _: { connection, _, _ in
            _ = await expect(.limit) { try await connection.evaluate(InstructionBatch(eval: "x")) }
            #expect(!connection.isOpen)
        }
    }

    @Test("says how far a reply had come where the server ends in its midst")
    func midReply() async throws {
        try await connected { _ in
            .bytesThenClose(hex("09 ff 7f 41 42"))
        } _: { connection, _, _ in
            let message = await expect(.connectionClosed) { try await connection.evaluate(InstructionBatch(eval: "x")) }
            #expect(message.contains("5 bytes"))
        }
    }

    @Test("says where the server ends without a reply")
    func noReply() async throws {
        try await connected { _ in
            .close
        } _: { connection, _, _ in
            let message = await expect(.connectionClosed) { try await connection.evaluate(InstructionBatch(eval: "exit()")) }
            #expect(message.contains("without a reply"))
        }
    }

    @Test("closes on a reply that nobody asked for, and says so")
    func unsolicited() async throws {
        try await connected { _ in
            .nothing
        } _: { connection, server, _ in
            try await server.send([1])
            #expect(await connection.closed.code == .protocolViolation)
            _ = await expect(.connectionClosed) { try await connection.evaluate(InstructionBatch(eval: "x")) }
        }
    }

    @Test("gives a reply that more bytes follow, then closes")
    func excess() async throws {
        try await connected { _ in
            .bytes([1, 1])
        } _: { connection, _, _ in
            try await expect(.marker, connection, InstructionBatch(eval: "x"))
            #expect(await connection.closed.code == .protocolViolation)
        }
    }

    @Test("fails and closes where no answer comes in time; those that wait fail too")
    func timeout() async throws {
        try await connected { _ in
            .nothing
        } _: { connection, _, events in
            let first = Task { try await connection.evaluate(InstructionBatch(eval: "1"), timeout: .seconds(1)) }
            _ = await events.next()
            let second = Task { try await connection.evaluate(InstructionBatch(eval: "2")) }
            _ = await expect(.timeout) { try await first.value }
            _ = await expect(.connectionClosed) { try await second.value }
            #expect(await events.next() == .closed)
        }
    }

    @Test("goes on where the time is up for an evaluation that waits its turn")
    func timeoutWaiting() async throws {
        let one = try wire(1)
        try await connected { _ in
            .nothing
        } _: { connection, server, events in
            let first = Task { try await connection.evaluate(InstructionBatch(eval: "1")) }
            _ = await events.next()
            _ = await expect(.timeout) { try await connection.evaluate(InstructionBatch(eval: "2"), timeout: .milliseconds(20)) }
            try await server.send(one)
            try await expect(1) { try await first.value }
            #expect(connection.isOpen)
        }
    }

    @Test("sends nothing where there is no time at all, and goes on")
    func noTime() async throws {
        try await connected {
            .value(.str($0))
        } _: { connection, _, events in
            _ = await expect(.timeout) { try await connection.evaluate(InstructionBatch(eval: "late"), timeout: .zero) }
            try await expect("next", connection, InstructionBatch(eval: "next"))
            #expect(await events.next() == .request([["eval": "next"]]))
        }
    }

    @Test("runs concurrent evaluations one at a time, each with its own answer")
    func concurrent() async throws {
        try await connected {
            .value(.str($0))
        } _: { connection, _, _ in
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<100 {
                    group.addTask { try await connection.evaluate(InstructionBatch(eval: "\(number)")) == .str("\(number)") }
                }
                for try await isOwn in group { #expect(isOwn) }
            }
        }
    }

    @Test("sends the next request only after the reply to the one before")
    func turns() async throws {
        let replies = [try wire("first"), try wire("second")]
        try await connected { _ in
            .nothing
        } _: { connection, server, events in
            let first = Task { try await connection.evaluate(InstructionBatch(eval: "1")) }
            #expect(await events.next() == .request([["eval": "1"]]))
            let second = Task { try await connection.evaluate(InstructionBatch(eval: "2")) }
            try await server.send(replies[0])
            try await expect("first") { try await first.value }
            #expect(await events.next() == .request([["eval": "2"]]))
            try await server.send(replies[1])
            try await expect("second") { try await second.value }
        }
    }

    @Test("closes where the task that evaluates is cancelled")
    func cancelled() async throws {
        try await connected { _ in
            .nothing
        } _: { connection, _, events in
            let task = Task { try await connection.evaluate(InstructionBatch(eval: "while True: pass")) }
            _ = await events.next()
            task.cancel()
            _ = await expect(.cancelled) { try await task.value }
            #expect(!connection.isOpen)
            #expect(await connection.closed.code == .cancelled)
            #expect(await events.next() == .closed)
        }
    }

    @Test("sends nothing for a task that was cancelled before")
    func cancelledBefore() async throws {
        try await connected {
            .value(.str($0))
        } _: { connection, _, events in
            let task = Task {
                while !Task.isCancelled { await Task.yield() }
                return try await connection.evaluate(InstructionBatch(eval: "never"))
            }
            task.cancel()
            _ = await expect(.cancelled) { try await task.value }
            try await expect("next", connection, InstructionBatch(eval: "next"))
            #expect(await events.next() == .request([["eval": "next"]]))
        }
    }

    @Test("fails evaluations that are left when it is closed")
    func closedHere() async throws {
        try await connected { _ in
            .nothing
        } _: { connection, _, events in
            let evaluation = Task { try await connection.evaluate(InstructionBatch(eval: "1")) }
            _ = await events.next()
            await connection.close()
            _ = await expect(.connectionClosed) { try await evaluation.value }
            await connection.close()
        }
    }

    @Test("closes when it is let go of")
    func released() async throws {
        try await StubServer.run { _, _ in
            .value(["ok": .marker])
        } _: { server in
            var events = server.events.makeAsyncIterator()
            _ = try await HxpyConnection.connect(to: server.address, key: "k")
            _ = await events.next()
            #expect(await events.next() == .closed)
        }
    }

    @Test("lets a cancelled task stop waiting for its end")
    func closedCancelled() async throws {
        try await connected { _ in
            .nothing
        } _: { connection, _, _ in
            let task = Task { await connection.closed }
            task.cancel()
            #expect(await task.value.code == .cancelled)
            #expect(connection.isOpen)
        }
    }

    @Test("refuses a value that cannot be written, and goes on")
    func notEncodable() async throws {
        var deep: Value = 1
        for _ in 0...200 { deep = [deep] }
        try await connected {
            .value(.str($0))
        } _: { [deep] connection, _, _ in
            _ = await expect(.limit) { try await connection.evaluate(InstructionBatch(before: [.define("x", deep)], eval: "x")) }
            try await expect("y", connection, InstructionBatch(eval: "y"))
        }
    }
}
