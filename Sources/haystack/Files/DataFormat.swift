import ArgumentParser
import HaystackCore
import HaystackZinc

/// A format that the tool reads and writes.
enum DataFormat: String, CaseIterable, ExpressibleByArgument {
    case zinc
    case brio

    static let list = allCases.map(\.rawValue).joined(separator: ", ")

    /// The format that a file's name tells by its suffix, before `.gz`.
    init?(path: String) {
        let name = DataFormat.isCompressed(path) ? String(path.dropLast(3)) : path
        guard let dot = name.lastIndex(of: "."), let format = DataFormat(rawValue: name[name.index(after: dot)...].lowercased()) else { return nil }
        self = format
    }

    /// Whether a file's name says that it is compressed.
    static func isCompressed(_ path: String) -> Bool { path.lowercased().hasSuffix(".gz") }

    /// The format that bytes look like: Brio starts with a control byte, Zinc with text.
    init(bytes: [UInt8]) {
        let first = bytes.first ?? UInt8(ascii: "v")
        let isText = first >= 0x20 || [UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r")].contains(first)
        // Three control bytes of Brio are white space in text: what follows them there is no text.
        self = isText && bytes.prefix(64).allSatisfy { $0 >= 0x20 || $0 == 0x09 || $0 == 0x0a || $0 == 0x0d } ? .zinc : .brio
    }

    /// Whether bytes of this format begin a grid.
    func isGrid(_ start: [UInt8]) -> Bool {
        switch self {
        case .brio: return start.first == 0x18
        case .zinc:
            // Blank lines and comments may stand before it; what does not tell by its first kilobyte is read as a whole.
            let text = String(decoding: start.prefix(1024), as: UTF8.self)
            return text.drop { $0.isWhitespace || $0 == "\u{feff}" }.hasPrefix("ver:")
        }
    }

    func batchParser(constants: Brio.Constants?) -> GridBatchParser {
        switch self {
        case .zinc: .zinc(ZincBatchParser())
        case .brio: .brio(BrioBatchParser(options: Brio.Options(constants: constants)))
        }
    }

    func decode(_ bytes: [UInt8], constants: Brio.Constants?) throws -> Value {
        switch self {
        case .zinc: try Zinc.decode(bytes)
        case .brio: try Brio.decode(bytes, options: Brio.Options(constants: constants))
        }
    }

    func encode(_ value: Value, constants: Brio.Constants?) throws -> [UInt8] {
        switch self {
        case .zinc:
            // A literal is a line; a grid ends its last line itself.
            try Zinc.encode(value) + (value.isTable ? [] : [UInt8(ascii: "\n")])
        case .brio: try Brio.encode(value, options: Brio.Options(constants: constants))
        }
    }
}

extension Value {
    fileprivate var isTable: Bool {
        switch self {
        case .grid, .matrix: true
        default: false
        }
    }
}
