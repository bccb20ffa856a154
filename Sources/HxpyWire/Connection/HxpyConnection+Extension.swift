extension HxpyConnection {
    /// An extension of the protocol: offered with the key in the List `ext`, and used only where the answer's `ext` has it.
    ///
    /// The upstream server knows none and ignores the offer.
    public struct Extension: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
        /// The name on the wire.
        public let description: String

        /// Makes an extension of any name.
        public init(stringLiteral name: String) {
            description = name
        }

        init(_ name: String) {
            description = name
        }

        /// `{interrupt: n}` while a request runs raises KeyboardInterrupt in its code. Requests are counted from 1 after the key; the number of one
        /// that has been answered is passed over, so that an interrupt that comes late hits nothing.
        public static let interrupt: Extension = "interrupt"
        /// `{mark: text}` in a request: the server writes the text to its standard output and error when the request has run, before it replies. So
        /// whoever reads these streams knows where the output of a request ends.
        public static let mark: Extension = "mark"
        /// The server sends what is written to its file descriptors 1 and 2, between replies: a byte F1 or F2 (no value begins with these), 4 bytes
        /// of length, most significant first, and the bytes written.
        public static let output: Extension = "output"
    }

    /// One of the two streams of the server that ``Extension/output`` brings.
    public enum OutputStream: Sendable, Hashable {
        /// File descriptor 1.
        case standardOutput
        /// File descriptor 2.
        case standardError
    }
}
