/// A key, or a chord of keys, of a terminal.
enum Key: Hashable {
    /// A printable character, or a part of one that is composed.
    case scalar(Unicode.Scalar)
    case enter
    case backspace
    case delete
    case left
    case right
    case wordLeft
    case wordRight
    case up
    case down
    case home
    case end
    case tab
    /// Ctrl with a letter that has no key of its own here, in lower case.
    case control(Character)
    /// A key that the editor does not know.
    case unknown
}

/// Finds the keys in the bytes of a terminal, in whatever pieces they come.
///
/// Text is UTF-8; what is no UTF-8 is dropped. Keys that are no text are control bytes, or sequences that begin with ESC.
struct KeyDecoder {
    private var held: [UInt8] = []

    private static let escape: UInt8 = 0x1B

    /// The keys that are whole with this piece.
    mutating func decode(_ piece: [UInt8]) -> [Key] {
        held += piece
        var keys: [Key] = []
        var rest = held[...]
        while let (key, count) = KeyDecoder.next(rest) {
            if let key { keys.append(key) }
            rest = rest.dropFirst(count)
        }
        held = Array(rest)
        return keys
    }

    /// The first key and its bytes; a nil key for bytes that are none. Nil where more must come.
    private static func next(_ bytes: ArraySlice<UInt8>) -> (Key?, Int)? {
        guard let first = bytes.first else { return nil }
        switch first {
        case escape: return sequence(bytes)
        case 0x0A, 0x0D: return (.enter, 1)
        case 0x08, 0x7F: return (.backspace, 1)
        case 0x09: return (.tab, 1)
        case 0x01...0x1A: return (control(first), 1)
        case 0x00...0x1F: return (.unknown, 1)
        default: return text(bytes)
        }
    }

    private static func control(_ byte: UInt8) -> Key {
        switch Character(Unicode.Scalar(byte + 0x60)) {
        case "a": .home
        case "b": .left
        case "e": .end
        case "f": .right
        case "n": .down
        case "p": .up
        case let letter: .control(letter)
        }
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> (Key?, Int)? {
        guard let first = bytes.first else { return nil }
        let count = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0
        guard count > 0 else { return (nil, 1) }
        let part = bytes.prefix(count)
        // A byte that does not go on with the character begins the next key.
        guard part.dropFirst().allSatisfy({ $0 & 0xC0 == 0x80 }) else { return (nil, 1) }
        guard part.count == count else { return nil }
        guard let text = String(validating: part, as: UTF8.self), let scalar = text.unicodeScalars.first else { return (nil, 1) }
        return (.scalar(scalar), count)
    }

    /// `ESC [ … letter` and `ESC O letter`, as terminals of the xterm family send them; `ESC letter` is Alt with that letter.
    private static func sequence(_ bytes: ArraySlice<UInt8>) -> (Key?, Int)? {
        guard let second = bytes.dropFirst().first else { return nil }
        guard second == UInt8(ascii: "[") || second == UInt8(ascii: "O") else {
            switch second {
            case UInt8(ascii: "b"): return (.wordLeft, 2)
            case UInt8(ascii: "f"): return (.wordRight, 2)
            // Not a sequence after all, but Escape and another key.
            default: return (.unknown, 1)
            }
        }
        let parameters = bytes.dropFirst(2).prefix { (0x20...0x3F).contains($0) }
        guard let last = bytes.dropFirst(2 + parameters.count).first else {
            // No key is as long; what looks like one is dropped.
            return parameters.count > 32 ? (nil, 2) : nil
        }
        return (key(String(decoding: parameters, as: UTF8.self), last), 3 + parameters.count)
    }

    private static func key(_ parameters: String, _ last: UInt8) -> Key {
        let isWord = parameters.hasSuffix(";5") || parameters.hasSuffix(";3")
        switch (Character(Unicode.Scalar(last)), parameters) {
        case ("A", _): return .up
        case ("B", _): return .down
        case ("C", _): return isWord ? .wordRight : .right
        case ("D", _): return isWord ? .wordLeft : .left
        case ("H", _), ("~", "1"), ("~", "7"): return .home
        case ("F", _), ("~", "4"), ("~", "8"): return .end
        case ("~", "3"): return .delete
        default: return .unknown
        }
    }
}
