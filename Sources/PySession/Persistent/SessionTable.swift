/// Which sessions live on under which key, and until when: the pure part of a runtime.
///
/// A session is in use from `acquire` to `release`, by any number of callers at once; idle otherwise. Times are durations since the runtime began.
struct SessionTable<Session> {
    /// A session under its key, from the time it was opened to the time it is ended. A key that is ended and used again has another number.
    struct Ticket: Hashable {
        let key: String
        let number: Int
    }

    private struct Entry {
        let number: Int
        let session: Session
        var users = 0
        var idleSince: Duration
    }

    private let idleLimit: Duration?
    private var entries: [String: Entry] = [:]
    private var count = 0

    /// - Parameter idleLimit: how long a session may be idle; nil for ever.
    init(idleLimit: Duration?) {
        self.idleLimit = idleLimit
    }

    /// The keys that have a session.
    var keys: Set<String> { Set(entries.keys) }

    /// The session of a key, made where there is none; it is in use until it is released.
    mutating func acquire(_ key: String, at now: Duration, make: () -> Session) -> (Session, Ticket) {
        if entries[key] == nil {
            count += 1
            entries[key] = Entry(number: count, session: make(), idleSince: now)
        }
        entries[key]?.users += 1
        guard let entry = entries[key] else { preconditionFailure("an entry that was just made") }
        return (entry.session, Ticket(key: key, number: entry.number))
    }

    /// Ends a use. A session that was ended meanwhile is left alone.
    mutating func release(_ ticket: Ticket, at now: Duration) {
        guard entries[ticket.key]?.number == ticket.number else { return }
        entries[ticket.key]?.users -= 1
        entries[ticket.key]?.idleSince = now
    }

    /// Takes out the session of a key, used or not.
    mutating func end(_ key: String) -> Session? {
        entries.removeValue(forKey: key)?.session
    }

    /// Takes out all sessions.
    mutating func endAll() -> [Session] {
        defer { entries = [:] }
        return entries.values.map(\.session)
    }

    /// Takes out the sessions that have been idle for as long as they may.
    mutating func expire(at now: Duration) -> [Session] {
        guard let idleLimit else { return [] }
        let expired = entries.filter { $0.value.users == 0 && $0.value.idleSince + idleLimit <= now }
        for key in expired.keys { entries[key] = nil }
        return expired.values.map(\.session)
    }

    /// When the next session expires, if nobody uses it before; nil where none is idle.
    var nextExpiry: Duration? {
        guard let idleLimit else { return nil }
        return entries.values.filter { $0.users == 0 }.map { $0.idleSince + idleLimit }.min()
    }
}
