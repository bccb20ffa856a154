import Foundation

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The terminal that standard output and error may be.
enum Terminal {
    /// The columns of the terminal that standard output is, or of the variable `COLUMNS`; nil for none.
    static var outputWidth: Int? {
        if let columns = ProcessInfo.processInfo.environment["COLUMNS"].flatMap({ Int($0) }), columns > 0 { return columns }
        return outputSize?.columns
    }

    /// The size of the terminal that standard output is; nil for none, or one that does not say.
    static var outputSize: (rows: Int, columns: Int)? {
        var size = winsize()
        // Sound: TIOCGWINSZ fills the structure it is given.
        guard isOutputShown, unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return (Int(size.ws_row), Int(size.ws_col))
    }

    /// Whether somebody types at standard input.
    static var isInputTyped: Bool { isatty(STDIN_FILENO) == 1 }

    /// Whether somebody watches standard output.
    static var isOutputShown: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Whether somebody watches standard error.
    static var isErrorShown: Bool { isatty(STDERR_FILENO) == 1 }
}
