import Foundation
import Synchronization

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The terminal that standard input is, while keys go to another program as they are typed: nothing is shown, collected into lines or
/// made into a signal here.
///
/// A shell whose terminal stays like this is of no use, so that the terminal is set back at every end of this process that it can see.
enum RawTerminal {
    private static let saved = Mutex<termios?>(nil)

    /// Runs the body with the terminal raw.
    ///
    /// - Parameter keepsLines: whether what is written still has its line ends translated: for text of our own, and not of another terminal.
    static func with<Result: Sendable>(keepsLines: Bool = false, _ body: () async throws -> Result) async throws -> Result {
        try begin(keepsLines: keepsLines)
        let watch = SignalWatch([SIGTERM, SIGHUP]) { signal in
            restore()
            exit(128 + signal)
        }
        defer {
            watch.cancel()
            restore()
        }
        return try await body()
    }

    private static func begin(keepsLines: Bool) throws {
        var settings = termios()
        // Sound: both calls fill or read the structure they are given.
        guard unsafe tcgetattr(STDIN_FILENO, &settings) == 0 else { throw FileError(description: "standard input is no terminal") }
        let before = settings
        saved.withLock { $0 = before }
        unsafe cfmakeraw(&settings)
        if keepsLines { settings.c_oflag = before.c_oflag }
        guard unsafe tcsetattr(STDIN_FILENO, TCSANOW, &settings) == 0 else { throw FileError(description: "the terminal cannot be made raw") }
        atexit { RawTerminal.restore() }
    }

    private static func restore() {
        saved.withLock { saved in
            guard var settings = saved else { return }
            // Sound: the structure is read during the call.
            unsafe tcsetattr(STDIN_FILENO, TCSANOW, &settings)
            saved = nil
        }
    }
}
