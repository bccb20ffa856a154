/// The sessions of a runtime, and the task that closes those which nobody uses.
actor SessionStore {
    private let backend: PyBackend
    private let options: PySessionOptions
    private let clock: RuntimeClock
    private var table: SessionTable<PySession>
    private var isShutDown = false
    /// Sleeps until the next session expires; nil while none is idle.
    private var expiry: Task<Void, Never>?

    init(_ backend: PyBackend, _ options: PySessionOptions, idleLimit: Duration?, clock: RuntimeClock) {
        self.backend = backend
        self.options = options
        self.clock = clock
        table = SessionTable(idleLimit: idleLimit)
    }

    var keys: Set<String> { table.keys }

    func acquire(
        _ key: String, _ backend: PyBackend?, _ options: PySessionOptions?
    ) throws(PySessionError) -> (PySession, SessionTable<PySession>.Ticket) {
        guard !isShutDown else { throw PySessionError(.closed, "the runtime was shut down; make a new one") }
        return table.acquire(key, at: clock.now()) {
            PySession(backend ?? self.backend, options: options ?? self.options)
        }
    }

    func release(_ ticket: SessionTable<PySession>.Ticket) {
        table.release(ticket, at: clock.now())
        watch()
    }

    func end(_ key: String) async {
        await table.end(key)?.close()
    }

    func shutdown() async {
        isShutDown = true
        expiry?.cancel()
        await SessionStore.close(table.endAll())
    }

    /// Closes all without waiting for it.
    nonisolated func close() {
        Task { await shutdown() }
    }

    private static func close(_ sessions: [PySession]) async {
        await withTaskGroup { group in
            for session in sessions { group.addTask { await session.close() } }
        }
    }

    // MARK: - Idle sessions

    private func watch() {
        guard expiry == nil, !isShutDown, let next = table.nextExpiry else { return }
        expiry = Task { [clock, weak self] in
            // Not held while it sleeps: a store that nobody has any more ends its sessions.
            guard (try? await clock.sleep(next)) != nil else { return }
            await self?.expire()
        }
    }

    private func expire() async {
        let expired = table.expire(at: clock.now())
        // One that was used since has a later time.
        expiry = nil
        watch()
        await SessionStore.close(expired)
    }
}
