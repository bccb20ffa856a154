import Testing

@testable import PySession

/// Which sessions live under which keys, without sessions.
@Suite struct SessionTableTests {
    private static let limit = Duration.seconds(10)
    private var table = SessionTable<String>(idleLimit: limit)
    private var made = 0

    private mutating func acquire(_ key: String, at seconds: Int) -> (String, SessionTable<String>.Ticket) {
        var made = made
        defer { self.made = made }
        return table.acquire(key, at: .seconds(seconds)) {
            made += 1
            return "\(key)\(made)"
        }
    }

    @Test mutating func `a key has one session until it is ended`() {
        #expect(acquire("a", at: 0).0 == "a1")
        #expect(acquire("a", at: 1).0 == "a1")
        #expect(acquire("b", at: 2).0 == "b2")
        #expect(table.keys == ["a", "b"])
        #expect(table.end("a") == "a1")
        #expect(table.end("a") == nil)
        #expect(acquire("a", at: 3).0 == "a3")
        #expect(Set(table.endAll()) == ["a3", "b2"])
        #expect(table.keys.isEmpty)
    }

    @Test mutating func `a session expires when its last user has been gone for the limit`() {
        let first = acquire("a", at: 0).1
        let second = acquire("a", at: 5).1
        #expect(table.nextExpiry == nil)
        table.release(first, at: .seconds(6))
        #expect(table.nextExpiry == nil)
        #expect(table.expire(at: .seconds(100)).isEmpty)
        table.release(second, at: .seconds(100))
        #expect(table.nextExpiry == .seconds(110))
        #expect(table.expire(at: .seconds(109)).isEmpty)
        #expect(table.expire(at: .seconds(110)) == ["a1"])
        #expect(table.keys.isEmpty)
        #expect(table.nextExpiry == nil)
    }

    @Test mutating func `a session that is used again lives on`() {
        table.release(acquire("a", at: 0).1, at: .seconds(0))
        table.release(acquire("b", at: 4).1, at: .seconds(4))
        table.release(acquire("a", at: 9).1, at: .seconds(9))
        #expect(table.nextExpiry == .seconds(14))
        #expect(table.expire(at: .seconds(14)) == ["b2"])
        #expect(table.nextExpiry == .seconds(19))
    }

    @Test mutating func `the end of a use of a session that was ended does nothing to the next one`() {
        let old = acquire("a", at: 0).1
        _ = table.end("a")
        let new = acquire("a", at: 1).1
        #expect(new != old)
        table.release(old, at: .seconds(2))
        #expect(table.expire(at: .seconds(1000)).isEmpty)
        table.release(new, at: .seconds(3))
        #expect(table.expire(at: .seconds(13)) == ["a2"])
    }

    @Test func `without a limit nothing expires`() {
        var table = SessionTable<String>(idleLimit: nil)
        table.release(table.acquire("a", at: .zero) { "a" }.1, at: .zero)
        #expect(table.nextExpiry == nil)
        #expect(table.expire(at: .seconds(1_000_000)).isEmpty)
    }
}
