/// A method of HTTP, as the Engine API uses them.
public enum HTTPMethod: String, Sendable {
    /// Asks.
    case get = "GET"
    /// Asks for the headers only.
    case head = "HEAD"
    /// Does.
    case post = "POST"
    /// Puts an archive.
    case put = "PUT"
    /// Removes.
    case delete = "DELETE"

    /// Whether a call may be sent again when a reused connection turns out to be dead.
    var isRepeatable: Bool { self == .get || self == .head }
}
