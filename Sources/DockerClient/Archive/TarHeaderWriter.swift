internal import NIOCore

/// Writes tar headers: POSIX ustar, with a pax header before it where a name or a number does not fit. Pure.
struct TarHeaderWriter {
    /// The end of an archive: two blocks of zeros.
    static var end: ByteBuffer { ByteBuffer(repeating: 0, count: 2 * Tar.blockSize) }

    /// The header of an entry.
    static func header(_ entry: TarEntry) -> ByteBuffer {
        var buffer = ByteBuffer()
        let records = paxRecords(entry)
        if !records.isEmpty {
            let body = records.map { record($0.0, $0.1) }.joined()
            writeBlock(of: TarEntry(path: "././@PaxHeader", size: body.utf8.count), type: UInt8(ascii: "x"), link: "", to: &buffer)
            buffer.writeString(body)
            buffer.writeRepeatingByte(0, count: Tar.padding(after: body.utf8.count))
        }
        let (type, link) = letter(entry.kind)
        writeBlock(of: entry, type: type, link: link, to: &buffer)
        return buffer
    }

    private static func letter(_ kind: TarEntry.Kind) -> (UInt8, String) {
        switch kind {
        case .file: (UInt8(ascii: "0"), "")
        case .hardLink(let target): (UInt8(ascii: "1"), target)
        case .symlink(let target): (UInt8(ascii: "2"), target)
        case .folder: (UInt8(ascii: "5"), "")
        case .other(let letter): (letter, "")
        }
    }

    /// What the fields of ustar have no room for.
    private static func paxRecords(_ entry: TarEntry) -> [(String, String)] {
        var records: [(String, String)] = []
        if entry.path.utf8.count > 100 { records.append(("path", entry.path)) }
        let link = letter(entry.kind).1
        if link.utf8.count > 100 { records.append(("linkpath", link)) }
        if entry.size >= 1 << 33 { records.append(("size", String(entry.size))) }
        if entry.userID >= 1 << 21 { records.append(("uid", String(entry.userID))) }
        if entry.groupID >= 1 << 21 { records.append(("gid", String(entry.groupID))) }
        return records
    }

    /// A pax record: its own length in decimal, which counts its own digits, then `key=value` and a line feed.
    private static func record(_ key: String, _ value: String) -> String {
        let rest = " \(key)=\(value)\n"
        var length = rest.utf8.count + 1
        while "\(length)".utf8.count + rest.utf8.count != length { length = "\(length)".utf8.count + rest.utf8.count }
        return "\(length)\(rest)"
    }

    private static func writeBlock(of entry: TarEntry, type: UInt8, link: String, to buffer: inout ByteBuffer) {
        var block: [UInt8] = []
        block.reserveCapacity(Tar.blockSize)
        block.append(text: entry.path, width: 100)
        block.append(octal: entry.permissions & 0o7777, width: 8)
        block.append(octal: entry.userID < 1 << 21 ? entry.userID : 0, width: 8)
        block.append(octal: entry.groupID < 1 << 21 ? entry.groupID : 0, width: 8)
        block.append(octal: entry.size < 1 << 33 ? entry.size : 0, width: 12)
        block.append(octal: max(0, entry.modified), width: 12)
        block.append(text: "        ", width: 8)
        block.append(type)
        block.append(text: link, width: 100)
        block.append(text: "ustar", width: 6)
        block.append(text: "00", width: 2)
        block.append(contentsOf: repeatElement(0, count: Tar.blockSize - block.count))
        let sum = block.reduce(0) { $0 + Int($1) }
        var checksum: [UInt8] = []
        checksum.append(octal: sum, width: 7)
        block.replaceSubrange(148..<156, with: checksum + [0x20])
        buffer.writeBytes(block)
    }
}

extension [UInt8] {
    /// A text, cut or filled with zeros.
    fileprivate mutating func append(text: String, width: Int) {
        let bytes = text.utf8.prefix(width)
        append(contentsOf: bytes)
        append(contentsOf: repeatElement(0, count: width - bytes.count))
    }

    /// A number in octal digits, with a zero after them.
    fileprivate mutating func append(octal number: Int, width: Int) {
        let digits = String(number, radix: 8)
        append(contentsOf: repeatElement(UInt8(ascii: "0"), count: Swift.max(0, width - 1 - digits.utf8.count)))
        append(contentsOf: digits.utf8.suffix(width - 1))
        append(0)
    }
}
