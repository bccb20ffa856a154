#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Whether processes live.
enum ProcessLife {
    /// Whether there is a process of this id, whosever it is.
    static func isAlive(_ id: Int32) -> Bool {
        guard id > 0 else { return false }
        return kill(id, 0) == 0 || errno != ESRCH
    }
}
