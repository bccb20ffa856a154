import Synchronization

/// The sessions of this program that use a container: what the program itself has let go of may be removed although the program lives.
enum OpenSessions {
    private static let open = Mutex<Set<String>>([])

    static func add(_ session: String) {
        open.withLock { _ = $0.insert(session) }
    }

    static func remove(_ session: String) {
        open.withLock { _ = $0.remove(session) }
    }

    static func contains(_ session: String) -> Bool {
        open.withLock { $0.contains(session) }
    }
}
