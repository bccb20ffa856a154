import HaystackCore
import HaystackZinc
import NIOCore
import NIOPosix
import Testing

@testable import HxpyWire

@Suite("Connecting", .timeLimit(.minutes(1)))
struct ConnectTests {
    private let short = HxpyConnection.Options(connectTimeout: .seconds(2), retry: .init(firstPause: .milliseconds(5)))

    @Test("gives the key and the version, and offers extensions", arguments: StubServer.Kind.allCases)
    func accepted(kind: StubServer.Kind) async throws {
        try await StubServer.run(kind) { _, _ in
            .value(["ok": .marker, "ext": ["b", "z"]])
        } _: { server in
            let connection = try await HxpyConnection.connect(to: server.address, key: "k", options: .init(extensions: ["a", "b"]))
            var events = server.events.makeAsyncIterator()
            #expect(await events.next() == .request(["key": "k", "ver": "0", "ext": ["a", "b"]]))
            #expect(connection.extensions == ["b"])
            #expect(connection.isOpen)
            await connection.close()
            #expect(!connection.isOpen)
            #expect(await events.next() == .closed)
        }
    }

    @Test("offers nothing where nothing is asked for")
    func noExtensions() async throws {
        try await StubServer.run { _, request in
            .value(request == ["key": "k", "ver": "0"] ? ["ok": .marker] : ["err": .marker])
        } _: { server in
            let connection = try await HxpyConnection.connect(to: server.address, key: "k")
            #expect(connection.extensions.isEmpty)
        }
    }

    @Test("fails at once where the key is refused")
    func refusedKey() async throws {
        try await StubServer.run { _, _ in
            .valueThenClose(["err": .marker, "errMsg": "Invalid key"])
        } _: { server in
            let error = await #expect(throws: HxpyError.self) { _ = try await HxpyConnection.connect(to: server.address, key: "x") }
            #expect(error?.code == .authenticationFailed)
            #expect(error?.message.contains("Invalid key") == true)
        }
    }

    @Test(
        "fails at once where something else listens",
        arguments: [hex("48545450 2f312e31"), hex("00"), hex("157b01ff0161017d"), hex("13 e0 0000000100000000")]
    )
    func notHxpy(answer: [UInt8]) async throws {
        try await StubServer.run { _, _ in
            .bytes(answer)
        } _: { server in
            let error = await #expect(throws: HxpyError.self) { _ = try await HxpyConnection.connect(to: server.address, key: "k") }
            #expect(error?.code == .protocolViolation || error?.code == .limit)
        }
    }

    @Test("tries again where a connection is closed before the answer, as a port does behind which nobody listens yet")
    func retries() async throws {
        try await StubServer.run { connection, _ in
            connection < 3 ? .close : .value(["ok": .marker])
        } _: { server in
            let options = HxpyConnection.Options(retry: .init(firstPause: .milliseconds(1)))
            let connection = try await HxpyConnection.connect(to: server.address, key: "k", options: options)
            #expect(connection.isOpen)
        }
    }

    @Test("waits for a socket that is not there yet")
    func lateSocket() async throws {
        let address = try await StubServer.run(.unix) { _, _ in
            .close
        } _: {
            $0.address
        }
        guard case .unix(let path) = address else { return }
        let connecting = Task { try await HxpyConnection.connect(to: address, key: "k") }
        try await StubServer.run(.unix, path: path) { _, _ in
            .value(["ok": .marker])
        } _: { _ in
            let isOpen = try await connecting.value.isOpen
            #expect(isOpen)
        }
    }

    @Test("fails where nobody listens until the time is up", arguments: StubServer.Kind.allCases)
    func nobody(kind: StubServer.Kind) async throws {
        let address = try await StubServer.run(kind) { _, _ in
            .close
        } _: {
            $0.address
        }
        let error = await #expect(throws: HxpyError.self) { _ = try await HxpyConnection.connect(to: address, key: "k", options: short) }
        #expect(error?.code == .connectionFailed)
        #expect(error?.message.contains("again") == true)
        var once = short
        once.retry = nil
        let first = await #expect(throws: HxpyError.self) { _ = try await HxpyConnection.connect(to: address, key: "k", options: once) }
        #expect(first?.code == .connectionFailed)
        #expect(first?.message.contains("again") == false)
    }

    @Test("that has no time for a single try fails as one that reached nobody")
    func noTime() async throws {
        let options = HxpyConnection.Options(connectTimeout: .zero)
        await #expect(throws: HxpyError(.connectionFailed, "")) {
            _ = try await HxpyConnection.connect(to: .tcp(host: "192.0.2.1", port: 9), key: "k", options: options)
        }
    }

    @Test("fails where a server does not answer in time")
    func silent() async throws {
        // Time enough to be connected on a busy machine: the answer is what does not come.
        let options = HxpyConnection.Options(connectTimeout: .seconds(1))
        try await StubServer.run { _, _ in
            .nothing
        } _: { server in
            await #expect(throws: HxpyError(.timeout, "")) {
                _ = try await HxpyConnection.connect(to: server.address, key: "k", options: options)
            }
            var events = server.events.makeAsyncIterator()
            _ = await events.next()
            #expect(await events.next() == .closed)
        }
    }

    @Test("ends with its task")
    func cancelled() async throws {
        try await StubServer.run { _, _ in
            .nothing
        } _: { server in
            let task = Task { _ = try await HxpyConnection.connect(to: server.address, key: "k") }
            var events = server.events.makeAsyncIterator()
            _ = await events.next()
            task.cancel()
            await #expect(throws: HxpyError(.cancelled, "")) { try await task.value }
            #expect(await events.next() == .closed)
        }
    }

    @Test("goes by the first of several addresses that leads to the server")
    func severalAddresses() async throws {
        let nobody = try await StubServer.run { _, _ in
            .close
        } _: {
            $0.address
        }
        try await StubServer.run { _, _ in
            .value(["ok": .marker])
        } _: { server in
            for addresses in [[server.address, nobody], [nobody, server.address], [nobody, .unix(path: "/nowhere/s"), server.address]] {
                let connection = try await HxpyConnection.connect(toFirstOf: addresses, key: "k", options: short)
                #expect(connection.address == server.address)
                await connection.close()
            }
        }
    }

    @Test("has little time for an address that says nothing, where there is another")
    func silentAddress() async throws {
        // Nobody takes what waits in its queue, and the system answers no more than fit there.
        let full = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 1)
            .serverChannelOption(.autoRead, value: false)
            .bind(host: "127.0.0.1", port: 0).get()
        let client = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).connectTimeout(.milliseconds(200))
        let address = try #require(full.localAddress)
        var waiting: [any Channel] = []
        while waiting.count < 100, let channel = try? await client.connect(to: address).get() { waiting.append(channel) }
        try await StubServer.run { _, _ in
            .value(["ok": .marker])
        } _: { server in
            let addresses = [.tcp(host: "127.0.0.1", port: address.port ?? 0), server.address]
            let options = HxpyConnection.Options(connectTimeout: .seconds(30), retry: nil)
            let connection = try await HxpyConnection.connect(toFirstOf: addresses, key: "k", options: options, reachTimeout: .milliseconds(100))
            #expect(connection.address == server.address)
            await connection.close()
        }
        for channel in waiting { try await channel.close() }
        try await full.close()
    }

    @Test("gives the key to nobody else where the first that is reached refuses it")
    func refusedByTheFirst() async throws {
        try await StubServer.run { _, _ in
            .valueThenClose(["err": .marker])
        } _: { refusing in
            try await StubServer.run { _, _ in
                .value(["ok": .marker])
            } _: { server in
                let error = await #expect(throws: HxpyError.self) {
                    _ = try await HxpyConnection.connect(toFirstOf: [refusing.address, server.address], key: "k", options: short)
                }
                #expect(error?.code == .authenticationFailed)
            }
        }
    }
}
