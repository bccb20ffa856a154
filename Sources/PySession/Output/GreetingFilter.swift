/// Takes the line away by which a server says that it listens. What is written before it, by a `sitecustomize` say, is output like any other.
struct GreetingFilter {
    private static let greeting = Array("hxpy listening ".utf8)
    private static let longestLine = 4096
    /// The start of a line that may be the greeting.
    private var line: [UInt8] = []

    /// - Returns: what is output, and whether the greeting has come; then all that follows is output.
    mutating func filter(_ bytes: [UInt8]) -> (output: [UInt8], isGreeted: Bool) {
        var output: [UInt8] = []
        var remaining = (line + bytes)[...]
        line = []
        while let end = remaining.firstIndex(of: UInt8(ascii: "\n")) {
            let whole = remaining[...end]
            remaining = remaining[(end + 1)...]
            if whole.starts(with: GreetingFilter.greeting) { return (output + remaining, true) }
            output += whole
        }
        if remaining.count > GreetingFilter.longestLine {
            output += remaining
        } else {
            line = [UInt8](remaining)
        }
        return (output, false)
    }
}
