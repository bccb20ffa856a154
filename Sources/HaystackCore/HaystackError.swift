/// What went wrong while reading, writing or converting Haystack data: a code to act on and a message to read.
///
/// Errors are equal when their codes are: messages may grow better without breaking a caller.
///
/// ```swift
/// do {
///     _ = try Grid(zinc: text)
/// } catch let error where error.code == .syntax {
///     print(error)   // syntax at line 3, column 17: found "}", expected a value
/// }
/// ```
public struct HaystackError: Error, Sendable {
    /// The kind of fault.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The name of the code, as it starts an error's description.
        public let description: String

        /// The input breaks the grammar of its format.
        public static let syntax = Code(description: "syntax")
        /// The input ends before its value does.
        public static let unexpectedEnd = Code(description: "unexpected end")
        /// A well-formed value is outside what its kind can hold (a date of February 30, a latitude of 91).
        public static let range = Code(description: "out of range")
        /// A limit on size or depth was reached.
        public static let limit = Code(description: "limit")
        /// The document says a version of its format that this library does not know.
        public static let unsupportedVersion = Code(description: "unsupported version")
        /// The time zone is not in this system's zone database.
        public static let unknownZone = Code(description: "unknown time zone")
        /// The value cannot be written in the format asked for.
        public static let notEncodable = Code(description: "not encodable")
        /// The value is of another kind or shape than asked for.
        public static let mismatch = Code(description: "mismatch")
        /// A file or stream could not be read or written.
        public static let io = Code(description: "input/output")
    }

    /// Where in the input the fault was found.
    public enum Position: Hashable, Sendable, CustomStringConvertible {
        /// A place in text: line and column count from 1, the column in bytes.
        case text(line: Int, column: Int)
        /// A place in binary data: bytes from its start.
        case offset(Int)

        /// `line 3, column 17` or `offset 42`.
        public var description: String {
            switch self {
            case .text(let line, let column): "line \(line), column \(column)"
            case .offset(let offset): "offset \(offset)"
            }
        }
    }

    /// The kind of fault.
    public let code: Code
    /// What was found, what was expected and what to do.
    public let message: String
    /// Where, when the fault has a place.
    public let position: Position?

    /// Makes an error.
    public init(_ code: Code, _ message: String, at position: Position? = nil) {
        self.code = code
        self.message = message
        self.position = position
    }
}

extension HaystackError: Equatable {
    /// Errors are equal when their codes are.
    public static func == (left: HaystackError, right: HaystackError) -> Bool {
        left.code == right.code
    }
}

extension HaystackError: CustomStringConvertible {
    /// `code at position: message`.
    public var description: String {
        guard let position else { return "\(code): \(message)" }
        return "\(code) at \(position): \(message)"
    }
}
