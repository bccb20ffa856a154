#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The folder in which the SDK keeps what it can make again: the Python environment, and the unpacked Python package.
enum CacheFolder {
    /// `haystack-sdk` in `XDG_CACHE_HOME`, else in the user's cache folder of the system.
    static var path: String {
        let environment = ProcessInfo.processInfo.environment
        if let base = environment["XDG_CACHE_HOME"], base.hasPrefix("/") { return base + "/haystack-sdk" }
        let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
        #if os(macOS)
        return home + "/Library/Caches/haystack-sdk"
        #else
        return home + "/.cache/haystack-sdk"
        #endif
    }
}
