#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The mode of a terminal in which each key arrives as it is typed, Ctrl-C too, and nothing is echoed. What is written still has its line ends
/// translated.
struct RawMode {
    private let original: termios

    /// Sets the mode; nil where standard input is no terminal.
    init?() {
        var mode = termios()
        // Sound: tcgetattr fills the structure it is given.
        guard isatty(STDIN_FILENO) == 1, unsafe tcgetattr(STDIN_FILENO, &mode) == 0 else { return nil }
        original = mode
        mode.c_iflag &= ~tcflag_t(ICRNL | INLCR | IXON)
        mode.c_lflag &= ~tcflag_t(ICANON | ECHO | IEXTEN | ISIG)
        // Sound: tcsetattr reads the structure for the time of the call.
        guard unsafe tcsetattr(STDIN_FILENO, TCSADRAIN, &mode) == 0 else { return nil }
    }

    /// Sets the mode that was before.
    func end() {
        var mode = original
        // Sound: as above.
        _ = unsafe tcsetattr(STDIN_FILENO, TCSADRAIN, &mode)
    }
}
