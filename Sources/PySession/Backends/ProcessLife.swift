#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Whether processes live.
enum ProcessLife {
    /// From the first use on, writing to a process that has ended is an error, and not the end of this program. NIO sees to the same when it
    /// opens its first socket; a process is written to before that.
    static let brokenPipesAreErrors: Void = {
        _ = signal(SIGPIPE, SIG_IGN)
    }()

    /// Whether there is a process of this id, whosever it is.
    static func isAlive(_ id: Int32) -> Bool {
        guard id > 0 else { return false }
        return kill(id, 0) == 0 || errno != ESRCH
    }
}
