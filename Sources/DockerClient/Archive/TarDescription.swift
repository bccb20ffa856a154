internal import NIOCore

/// What extra headers say of the entry that follows them.
struct TarDescription {
    /// The types of extra headers: pax for one entry and for all, GNU's long name and long link.
    static let types: [UInt8] = [UInt8(ascii: "x"), UInt8(ascii: "g"), UInt8(ascii: "L"), UInt8(ascii: "K")]

    var path: String?
    var link: String?
    var size: Int?
    var modified: Int?
    var userID: Int?
    var groupID: Int?

    mutating func forget() { self = TarDescription() }

    mutating func take(_ type: UInt8, _ bytes: ByteBuffer, at offset: Int) throws(DockerError) {
        switch type {
        case UInt8(ascii: "L"): path = TarDescription.text(bytes)
        case UInt8(ascii: "K"): link = TarDescription.text(bytes)
        case UInt8(ascii: "x"): try takePax(bytes, at: offset)
        // A header for all entries carries comments, such as git's commit.
        default: break
        }
    }

    private static func text(_ bytes: ByteBuffer) -> String {
        String(decoding: bytes.readableBytesView.prefix { $0 != 0 }, as: UTF8.self)
    }

    private mutating func takePax(_ bytes: ByteBuffer, at offset: Int) throws(DockerError) {
        var rest = bytes
        while rest.readableBytes > 0 {
            let digits = rest.readableBytesView.prefix { $0 != 0x20 }
            guard let length = Int(String(decoding: digits, as: UTF8.self)), length > digits.count + 1,
                var record = rest.readSlice(length: length)
            else { throw DockerError(.archive, "found a damaged pax header before \(offset)") }
            record.moveReaderIndex(forwardBy: digits.count + 1)
            let parts = (record.readString(length: record.readableBytes - 1) ?? "")
                .split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { throw DockerError(.archive, "found a pax record without = before \(offset)") }
            try set(String(parts[0]), String(parts[1]), at: offset)
        }
    }

    private mutating func set(_ key: String, _ value: String, at offset: Int) throws(DockerError) {
        switch key {
        case "path": path = value
        case "linkpath": link = value
        case "size":
            guard let number = Int(value), number >= 0 else {
                throw DockerError(.archive, "found the size \(value) in a pax header before \(offset)")
            }
            size = number
        case "mtime": modified = Double(value).flatMap { Int(exactly: $0.rounded(.down)) }
        case "uid": userID = Int(value)
        case "gid": groupID = Int(value)
        default: break
        }
    }
}
