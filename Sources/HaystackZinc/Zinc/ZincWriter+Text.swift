import HaystackCore

/// Strings and Uris.
extension ZincWriter {
    mutating func writeStr(_ text: String) {
        var text = text
        text.withUTF8 { unsafe writeStr($0) }
    }

    mutating func writeStr(_ bytes: UnsafeBufferPointer<UInt8>) {
        sink.append(ascii: "\"")
        unsafe appendEscaped(bytes)
        sink.append(ascii: "\"")
    }

    /// Appends bytes, with escapes where a string needs them: quote, backslash, dollar and control characters.
    private mutating func appendEscaped(_ bytes: UnsafeBufferPointer<UInt8>) {
        let cursor = unsafe ByteCursor(bytes)
        var plainStart = 0
        var place = 0
        while place < bytes.count {
            if let word = cursor.word(at: place), !ZincGrammar.needsEscape(word) {
                place &+= 8
                continue
            }
            let byte = unsafe bytes[place]
            place &+= 1
            guard ZincGrammar.needsEscape(byte) else { continue }
            unsafe sink.append(UnsafeBufferPointer(rebasing: bytes[plainStart..<(place &- 1)]))
            plainStart = place
            appendEscape(byte)
        }
        unsafe sink.append(UnsafeBufferPointer(rebasing: bytes[plainStart...]))
    }

    private mutating func appendEscape(_ byte: UInt8) {
        sink.append(ascii: "\\")
        switch byte {
        case 0x08: sink.append(ascii: "b")
        case 0x0c: sink.append(ascii: "f")
        case 0x0a: sink.append(ascii: "n")
        case 0x0d: sink.append(ascii: "r")
        case 0x09: sink.append(ascii: "t")
        case 0..<0x20: appendCode(byte)
        default: sink.append(byte)
        }
    }

    /// Appends `uXXXX`, after the backslash.
    private mutating func appendCode(_ byte: UInt8) {
        sink.append("u00")
        for digit in [byte >> 4, byte & 0xf] {
            sink.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
    }

    /// Writes a Uri. A backslash that the reader would not keep as it stands is written by its code.
    mutating func writeUri(_ text: String) {
        sink.append(ascii: "`")
        var bytes = text.utf8.makeIterator()
        var pending = bytes.next()
        while let byte = pending {
            pending = bytes.next()
            if byte == UInt8(ascii: "\\"), let next = pending, ZincGrammar.isKeptAfterBackslash(next) {
                sink.append(byte)
                sink.append(next)
                pending = bytes.next()
            } else if byte < 0x20 || byte == UInt8(ascii: "\\") {
                sink.append(ascii: "\\")
                appendCode(byte)
            } else {
                if byte == UInt8(ascii: "`") { sink.append(ascii: "\\") }
                sink.append(byte)
            }
        }
        sink.append(ascii: "`")
    }
}

extension ZincGrammar {
    /// Whether a byte of a string is written with a backslash.
    @inline(__always)
    fileprivate static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "$")
    }

    /// Whether one of eight bytes is written with a backslash. A byte below 0x20 is one that a subtraction of 0x20 takes below zero.
    @inline(__always)
    fileprivate static func needsEscape(_ word: UInt64) -> Bool {
        let controls = (word &- 0x2020_2020_2020_2020) & ~word & 0x8080_8080_8080_8080
        return (controls | hasByte(word, UInt8(ascii: "\"")) | hasByte(word, UInt8(ascii: "\\")) | hasByte(word, UInt8(ascii: "$"))) != 0
    }
}
