extension ByteCursor {
    /// Whether the bytes between two places are valid UTF-8.
    package func isUTF8(from start: Int, to stop: Int) -> Bool {
        var text = unsafe ByteCursor(bytes(from: start, to: stop))
        while true {
            text.advance(text.asciiCount(atMost: text.remaining))
            if text.isAtEnd { return true }
            guard text.skipWideScalar() else { return false }
        }
    }

    /// Whether all of some bytes are valid UTF-8.
    package static func isUTF8(_ bytes: [UInt8]) -> Bool {
        ByteCursor.over(bytes) { $0.isUTF8(from: 0, to: $0.end) }
    }

    /// Steps over a scalar beyond ASCII; false where there is none in its shortest form. (Unicode, table 3-7.)
    private mutating func skipWideScalar() -> Bool {
        let size: Int
        switch (current, peek(1)) {
        case (0xc2...0xdf, 0x80...0xbf): size = 2
        case (0xe0, 0xa0...0xbf), (0xe1...0xec, 0x80...0xbf), (0xed, 0x80...0x9f), (0xee...0xef, 0x80...0xbf): size = 3
        case (0xf0, 0x90...0xbf), (0xf1...0xf3, 0x80...0xbf), (0xf4, 0x80...0x8f): size = 4
        default: return false
        }
        // Past the end a byte reads as 0, which continues nothing.
        for distance in 2..<size where peek(distance) & 0xc0 != 0x80 { return false }
        advance(size)
        return true
    }
}
