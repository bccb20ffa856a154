import HaystackCore

extension ByteCursor {
    /// Reads an integer of 0 or more in 1, 2, 4 or 9 bytes and steps over it; nil where there is none.
    mutating func readWireVarint() -> Int? {
        switch current {
        case 0..<0x80:
            guard !isAtEnd else { return nil }
            defer { advance() }
            return Int(current)
        case 0x80..<0xc0: return readBigEndian(UInt16.self).map { Int($0 & 0x3fff) }
        case 0xc0..<0xe0: return readBigEndian(UInt32.self).map { Int($0 & 0x1fff_ffff) }
        case 0xe0:
            advance()
            guard let count = readBigEndian(Int64.self), count >= 0 else { return nil }
            return Int(count)
        default: return nil
        }
    }

    /// Reads a string in full (its count is of scalars) or the empty string's code; nil where there is none.
    mutating func readWireString() -> String? {
        if current == 0, !isAtEnd {
            advance()
            return ""
        }
        guard skip(0xff), let count = readWireVarint() else { return nil }
        let start = position
        var left = count
        // A scalar goes on as long as bytes 10xxxxxx follow; whether they are the right ones `text` checks.
        while !isAtEnd, left > 0 || current & 0xc0 == 0x80 {
            if current & 0xc0 != 0x80 { left -= 1 }
            advance()
        }
        return left == 0 ? text(from: start, to: position) : nil
    }

    /// Whether the name of the ndarray marker stands anywhere ahead.
    var mentionsNDArray: Bool {
        let name = Array(NDArray.marker.utf8)
        // Wherever the 7 bytes of the name stand, one of them is at a place of this stride: the others need not be looked at.
        for place in stride(from: position + name.count - 1, to: end, by: name.count) where mentions(name, around: place) { return true }
        return false
    }

    @inline(__always)
    private func mentions(_ name: [UInt8], around place: Int) -> Bool {
        let byte = peek(place - position)
        for index in name.indices where name[index] == byte {
            let start = place - index
            if name.indices.allSatisfy({ peek(start + $0 - position) == name[$0] }) { return true }
        }
        return false
    }
}
