/// Finds the marks in what a server writes: bytes that the server writes to its streams when an evaluation is over, and that are no output.
///
/// A stream has no other way to say where the output of an evaluation ends. The mark holds a secret word, so that no output looks like it.
/// Takes the stream in any pieces; only what may be the start of a mark is held back.
struct MarkScanner {
    /// A part of the stream.
    enum Event: Equatable {
        /// What the code has written.
        case bytes([UInt8])
        /// All that comes before is the output of the evaluation of this number, or of those before it.
        case mark(Int)
    }

    private static let start: UInt8 = 0x1E
    private static let mostDigits = 18
    private let prefix: [UInt8]
    private var held: [UInt8] = []

    init(word: String) {
        prefix = [MarkScanner.start] + Array("hxpy \(word) ".utf8)
    }

    /// The text that the server is to write. It ends its line, for engines pass on whole lines.
    func text(_ number: Int) -> String { String(decoding: prefix, as: UTF8.self) + "\(number)\n" }

    /// The next piece of the stream.
    mutating func scan(_ piece: [UInt8]) -> [Event] {
        let bytes = held.isEmpty ? piece : held + piece
        held = []
        var events: [Event] = []
        var output: [UInt8] = []
        var rest = bytes[...]
        func passOutput() {
            if !output.isEmpty { events.append(.bytes(output)) }
            output = []
        }
        while let start = rest.firstIndex(of: MarkScanner.start) {
            output += rest[..<start]
            rest = rest[start...]
            switch mark(rest) {
            case .whole(let number, let end):
                passOutput()
                events.append(.mark(number))
                rest = rest[end...]
            case .partial:
                held = Array(rest)
                rest = []
            case .none:
                output.append(MarkScanner.start)
                rest = rest.dropFirst()
            }
        }
        output += rest
        passOutput()
        return events
    }

    /// What is held back when the stream ends: no mark after all.
    mutating func end() -> [Event] {
        defer { held = [] }
        return held.isEmpty ? [] : [.bytes(held)]
    }

    private enum Match {
        case whole(Int, end: Int)
        case partial
        case none
    }

    /// What stands at the start of some bytes.
    private func mark(_ bytes: ArraySlice<UInt8>) -> Match {
        let head = bytes.prefix(prefix.count)
        guard head.elementsEqual(prefix.prefix(head.count)) else { return .none }
        guard head.count == prefix.count else { return .partial }
        let tail = bytes.dropFirst(prefix.count)
        let digits = tail.prefix(MarkScanner.mostDigits + 1).prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard digits.count <= MarkScanner.mostDigits else { return .none }
        guard digits.endIndex < tail.endIndex else { return .partial }
        guard tail[digits.endIndex] == UInt8(ascii: "\n"), let number = Int(String(decoding: digits, as: UTF8.self)) else { return .none }
        return .whole(number, end: digits.endIndex + 1)
    }
}
