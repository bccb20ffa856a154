internal import NIOCore

extension ByteBuffer {
    /// Where the head of a message ends, after its empty line; nil while that has not come.
    var headEnd: Int? {
        let bytes = readableBytesUInt8Span
        var place = 3
        while place < bytes.count {
            // Only every fourth byte has to be looked at where it is neither of the two.
            switch bytes[place] {
            case 0x0a where bytes[place - 1] == 0x0d && bytes[place - 2] == 0x0a && bytes[place - 3] == 0x0d: return place + 1
            case 0x0a, 0x0d: place += 1
            default: place += 4
            }
        }
        return nil
    }

    /// The status of an answer's head: what follows `HTTP/1.1 `.
    var status: Int {
        let bytes = readableBytesUInt8Span
        return Int(bytes[9] &- 0x30) * 100 + Int(bytes[10] &- 0x30) * 10 + Int(bytes[11] &- 0x30)
    }

    /// The number after `Content-Length: ` in so many bytes; 0 where there is none.
    func contentLength(head: Int) -> Int {
        let bytes = readableBytesUInt8Span
        var line = 0
        while line < head {
            if bytes[line] == UInt8(ascii: "C"), line + 16 < head, bytes[line + 8] == UInt8(ascii: "L"), bytes[line + 14] == UInt8(ascii: ":") {
                var place = line + 16
                var length = 0
                while place < head, (0x30...0x39).contains(bytes[place]) {
                    length = length * 10 + Int(bytes[place] - 0x30)
                    place += 1
                }
                return length
            }
            while line < head, bytes[line] != 0x0a { line += 1 }
            line += 1
        }
        return 0
    }
}
