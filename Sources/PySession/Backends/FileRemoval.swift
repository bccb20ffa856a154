#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Removing files that others may remove too: what is gone already is as good.
enum FileRemoval {
    static func removeFile(_ path: String) {
        // Sound: the path is lent to the call as a C string, and not kept.
        _ = unsafe unlink(path)
    }

    static func removeEmptyFolder(_ path: String) {
        // Sound: as above.
        _ = unsafe rmdir(path)
    }
}
