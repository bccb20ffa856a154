import HaystackCore

/// Strings and Uris.
extension ZincParser {
    /// Reads a string in quotes.
    mutating func parseStr() throws(HaystackError) -> String {
        if let plain = skipPlainStr() {
            guard let text = cursor.text(from: plain.lowerBound, to: plain.upperBound) else { throw invalidUTF8() }
            return text
        }
        try parseStrWithEscapes()
        return try scratchText()
    }

    /// Reads a string in quotes into a column, as bytes: no String is made of it.
    mutating func parseStr(into builder: inout ColumnBuilder) throws(HaystackError) {
        if let plain = skipPlainStr(asciiOnly: true) {
            append(plain, to: &builder)
        } else if let plain = skipPlainStr() {
            guard cursor.isUTF8(from: plain.lowerBound, to: plain.upperBound) else { throw invalidUTF8() }
            append(plain, to: &builder)
        } else {
            try parseStrWithEscapes()
            guard ByteCursor.isUTF8(scratch) else { throw invalidUTF8() }
            unsafe scratch.withUnsafeBufferPointer { unsafe builder.append(strBytes: $0, TextMark($0)) }
        }
    }

    @inline(__always)
    private func append(_ plain: Range<Int>, to builder: inout ColumnBuilder) {
        // Sound: these lie before the cursor, and the builder keeps no reference to them.
        unsafe builder.append(
            strBytes: cursor.bytes(from: plain.lowerBound, to: plain.upperBound),
            cursor.mark(from: plain.lowerBound, to: plain.upperBound)
        )
    }

    /// Steps over a string that has no escapes and says where its text stands; nil, and does not move, where it has or does not end.
    @inline(__always)
    mutating func skipPlainStr(asciiOnly: Bool = false) -> Range<Int>? {
        let start = cursor.position + 1
        guard cursor.peek(1) != UInt8(ascii: "\"") || cursor.peek(2) != UInt8(ascii: "\"") else { return nil }
        var place = start
        while let word = cursor.word(at: place) {
            let found = ZincGrammar.plainTextEnd(word, asciiOnly: asciiOnly)
            place &+= found == 0 ? 8 : found.trailingZeroBitCount / 8
            if found != 0 { break }
        }
        while place < cursor.end {
            let byte = cursor.peek(place &- cursor.position)
            if byte == UInt8(ascii: "\"") {
                cursor.position = place + 1
                return start..<place
            }
            if byte == UInt8(ascii: "\\") || (asciiOnly && byte >= 0x80) { return nil }
            place &+= 1
        }
        return nil
    }

    /// Reads a string in quotes, or in three quotes each side, into the scratch bytes.
    private mutating func parseStrWithEscapes() throws(HaystackError) {
        let start = cursor.position
        let quotes = cursor.peek(1) == UInt8(ascii: "\"") && cursor.peek(2) == UInt8(ascii: "\"") ? 3 : 1
        cursor.advance(quotes)
        scratch.removeAll(keepingCapacity: true)
        while !isAtClosing(quotes) {
            guard !cursor.isAtEnd else {
                cursor.position = start
                throw HaystackError(.unexpectedEnd, "found a string that does not end, expected a closing \"")
            }
            if cursor.skip(UInt8(ascii: "\\")) {
                try parseEscape()
            } else {
                takePlainRun()
            }
        }
        cursor.advance(quotes)
    }

    /// Takes a byte of a string's text, whichever it is, and all after it up to the next quote or backslash.
    @inline(__always)
    private mutating func takePlainRun() {
        let start = cursor.position
        var place = start + 1
        while let word = cursor.word(at: place) {
            let found = ZincGrammar.plainTextEnd(word, asciiOnly: false)
            place &+= found == 0 ? 8 : found.trailingZeroBitCount / 8
            if found != 0 { break }
        }
        cursor.position = place
        while !cursor.isAtEnd, cursor.current != UInt8(ascii: "\""), cursor.current != UInt8(ascii: "\\") { cursor.advance() }
        unsafe scratch.append(contentsOf: cursor.bytes(from: start, to: cursor.position))
    }

    private func isAtClosing(_ quotes: Int) -> Bool {
        for distance in 0..<quotes where cursor.peek(distance) != UInt8(ascii: "\"") { return false }
        return true
    }

    private func scratchText() throws(HaystackError) -> String {
        guard let text = String(validating: scratch, as: UTF8.self) else { throw invalidUTF8() }
        return text
    }

    private mutating func parseEscape() throws(HaystackError) {
        let byte = cursor.current
        switch byte {
        case UInt8(ascii: "b"): scratch.append(0x08)
        case UInt8(ascii: "f"): scratch.append(0x0c)
        case UInt8(ascii: "n"): scratch.append(0x0a)
        case UInt8(ascii: "r"): scratch.append(0x0d)
        case UInt8(ascii: "t"): scratch.append(0x09)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "$"), UInt8(ascii: "'"), UInt8(ascii: "`"): scratch.append(byte)
        case UInt8(ascii: "u"): return try parseUnicodeEscape()
        default: throw cursor.expected("one of b f n r t \" \\ $ ' ` u after a backslash")
        }
        cursor.advance()
    }

    // MARK: - Unicode escapes

    /// Reads `uXXXX` or `u{X…}` after a backslash. Two `\uXXXX` that are a surrogate pair make one character.
    private mutating func parseUnicodeEscape() throws(HaystackError) {
        let start = cursor.position
        cursor.advance()
        let value = cursor.skip(UInt8(ascii: "{")) ? try parseBracedCode() : try parsePairedCode()
        guard let scalar = Unicode.Scalar(value) else {
            cursor.position = start
            throw HaystackError(
                .syntax, "found the code \(String(value, radix: 16)) after \\u, expected a character; halves of a surrogate pair must stand together")
        }
        scratch.append(contentsOf: String(scalar).utf8)
    }

    private mutating func parsePairedCode() throws(HaystackError) -> UInt32 {
        let high = try parseFourDigits()
        guard (0xd800..<0xdc00).contains(high), cursor.peek(0) == UInt8(ascii: "\\"), cursor.peek(1) == UInt8(ascii: "u") else { return high }
        let second = cursor.position
        cursor.advance(2)
        let low = try parseFourDigits()
        guard (0xdc00..<0xe000).contains(low) else {
            cursor.position = second
            return high
        }
        return 0x10000 + (high - 0xd800) << 10 + (low - 0xdc00)
    }

    private mutating func parseFourDigits() throws(HaystackError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = hexDigit(cursor.current) else { throw cursor.expected("four hexadecimal digits after \\u") }
            value = value << 4 | UInt32(digit)
            cursor.advance()
        }
        return value
    }

    private mutating func parseBracedCode() throws(HaystackError) -> UInt32 {
        var value: UInt32 = 0
        var digits = 0
        while let digit = hexDigit(cursor.current), digits < 6 {
            value = value << 4 | UInt32(digit)
            digits += 1
            cursor.advance()
        }
        guard digits > 0, cursor.skip(UInt8(ascii: "}")) else { throw cursor.expected("one to six hexadecimal digits and '}' after \\u{") }
        return value
    }

    // MARK: - Uris

    /// Reads a Uri in back-quotes. A backslash before a character that Uris give a meaning is kept.
    mutating func parseUri() throws(HaystackError) -> String {
        let start = cursor.position
        cursor.advance()
        scratch.removeAll(keepingCapacity: true)
        while !cursor.skip(UInt8(ascii: "`")) {
            guard !cursor.isAtEnd, !isAtNewline else {
                if cursor.isAtEnd { cursor.position = start }
                throw HaystackError(cursor.position == start ? .unexpectedEnd : .syntax, "found a Uri that does not end, expected a closing ` on its line")
            }
            if cursor.current == UInt8(ascii: "\\") {
                try parseUriEscape()
            } else {
                scratch.append(cursor.current)
                cursor.advance()
            }
        }
        return try scratchText()
    }

    private mutating func parseUriEscape() throws(HaystackError) {
        let next = cursor.peek(1)
        if ZincGrammar.isKeptAfterBackslash(next) {
            scratch.append(UInt8(ascii: "\\"))
            scratch.append(next)
            cursor.advance(2)
        } else {
            cursor.advance()
            if cursor.skip(UInt8(ascii: "`")) {
                scratch.append(UInt8(ascii: "`"))
            } else if next == UInt8(ascii: "u") {
                try parseUnicodeEscape()
            } else {
                throw cursor.expected("one of : / ? # [ ] @ & = ; \\ ` u after a backslash in a Uri")
            }
        }
    }
}

extension ZincGrammar {
    /// Which of eight bytes, as their high bits, is the first quote or backslash, or byte beyond ASCII where only ASCII is wanted; 0 where none
    /// is. What stands behind the first may be marked wrongly.
    @inline(__always)
    static func plainTextEnd(_ word: UInt64, asciiOnly: Bool) -> UInt64 {
        let found = hasByte(word, UInt8(ascii: "\"")) | hasByte(word, UInt8(ascii: "\\"))
        return asciiOnly ? found | word & 0x8080_8080_8080_8080 : found
    }

    /// Not 0 where one of eight bytes is this one: a byte is 0 exactly when subtracting 1 borrows into its high bit, which it had not set.
    @inline(__always)
    static func hasByte(_ word: UInt64, _ byte: UInt8) -> UInt64 {
        let difference = word ^ (0x0101_0101_0101_0101 &* UInt64(byte))
        return (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
    }
}
