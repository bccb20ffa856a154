internal import NIOCore

/// A header block of a tar archive.
struct TarHeader {
    private let block: [UInt8]

    init(_ block: ByteBuffer) { self.block = Array(block.readableBytesView) }

    var isZero: Bool { block.allSatisfy { $0 == 0 } }
    var type: UInt8 { block[156] }

    /// Whether the sum in the header is that of its bytes, with spaces in the sum's own place.
    var hasGoodSum: Bool {
        let sum = block.indices.reduce(0) { $0 + ((148..<156).contains($1) ? 0x20 : Int(block[$1])) }
        return octal(148, 8) == sum
    }

    func text(_ start: Int, _ width: Int) -> String {
        String(decoding: block[start..<start + width].prefix { $0 != 0 }, as: UTF8.self)
    }

    /// A number in octal digits, or as GNU tar writes large ones: a set high bit, then the number in binary.
    func number(_ start: Int, _ width: Int, _ what: String, at offset: Int) throws(DockerError) -> Int {
        if block[start] & 0x80 != 0 {
            let bytes = [block[start] & 0x7f] + block[start + 1..<start + width]
            if bytes.dropLast(8).allSatisfy({ $0 == 0 }), bytes[width - 8] < 0x80 {
                return bytes.suffix(8).reduce(0) { $0 << 8 | Int($1) }
            }
        } else if let number = octal(start, width) {
            return number
        }
        throw DockerError(.archive, "found no number for the \(what) in the tar header before \(offset)")
    }

    private func octal(_ start: Int, _ width: Int) -> Int? {
        let digits = text(start, width).split(separator: " ").first ?? ""
        return digits.isEmpty
            ? 0 : digits.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) } ? Int(digits, radix: 8) : nil
    }

    func entry(described: TarDescription, size: Int, at offset: Int) throws(DockerError) -> TarEntry {
        let isUstar = text(257, 6).hasPrefix("ustar") && block[262] == 0
        let prefix = isUstar ? text(345, 155) : ""
        let name = text(0, 100)
        let target = described.link ?? text(157, 100)
        let path = described.path ?? (prefix.isEmpty ? name : prefix + "/" + name)
        let kind: TarEntry.Kind
        switch type {
        case 0 where path.hasSuffix("/"): kind = .folder
        case 0, UInt8(ascii: "0"), UInt8(ascii: "7"): kind = .file
        case UInt8(ascii: "1"): kind = .hardLink(target: target)
        case UInt8(ascii: "2"): kind = .symlink(target: target)
        case UInt8(ascii: "5"): kind = .folder
        default: kind = .other(type)
        }
        // Links, folders, devices and pipes have no bytes, whatever their size says; of a kind that is not known they are passed over.
        let hasBytes =
            switch kind {
            case .file: true
            case .other(let type): ![UInt8(ascii: "3"), UInt8(ascii: "4"), UInt8(ascii: "6")].contains(type)
            case .folder, .symlink, .hardLink: false
            }
        if case .hardLink = kind, size > 0 { throw DockerError(.archive, "found a hard link with bytes of its own before \(offset)") }
        let times = try number(136, 12, "time", at: offset)
        let owner = try number(108, 8, "owner", at: offset)
        let group = try number(116, 8, "group", at: offset)
        return TarEntry(
            path: path,
            kind: kind,
            size: hasBytes ? described.size ?? size : 0,
            permissions: try number(100, 8, "mode", at: offset),
            modified: described.modified ?? times,
            userID: described.userID ?? owner,
            groupID: described.groupID ?? group
        )
    }
}
