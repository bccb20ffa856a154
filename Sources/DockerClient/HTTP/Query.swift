/// The parameters of a call, escaped as a query.
struct Query: Sendable, ExpressibleByDictionaryLiteral {
    private var items: [(String, String)] = []

    init(dictionaryLiteral elements: (String, String)...) { items = elements }

    /// Adds a text, where there is one.
    mutating func add(_ name: String, _ value: String?) {
        if let value { items.append((name, value)) }
    }

    /// Adds a number, where there is one.
    mutating func add(_ name: String, _ value: Int?) {
        if let value { items.append((name, String(value))) }
    }

    /// Adds a switch where it is on; the engine's default for a missing one is off.
    mutating func add(_ name: String, _ isOn: Bool) {
        if isOn { items.append((name, "1")) }
    }

    /// `?a=b&c=d`, or nothing.
    var text: String {
        items.isEmpty ? "" : "?" + items.map { "\(Query.escaped($0.0))=\(Query.escaped($0.1))" }.joined(separator: "&")
    }

    /// Escapes a text for a query.
    static func escaped(_ text: String) -> String { percentEncoded(text, keeping: "-._~/:,") }

    /// Escapes a part of a path. Slashes stay: the names of images have them.
    static func escapedPath(_ text: String) -> String { percentEncoded(text, keeping: "-._~/:@") }

    /// Escapes an object's name for a path.
    ///
    /// - Parameter what: what is named, with its article, for the message.
    /// - Throws: `.invalidArgument` for an empty name, and for one with `.` or `..` between slashes: the engine would follow those to
    ///   another call than the one that was meant.
    static func escapedName(_ name: String, _ what: String) throws(DockerError) -> String {
        guard !name.isEmpty else { throw DockerError(.invalidArgument, "found an empty name, expected \(what)'s name or identity") }
        guard !name.split(separator: "/").contains(where: { $0 == "." || $0 == ".." }) else {
            throw DockerError(.invalidArgument, "found the name \"\(name)\", expected \(what)'s name or identity: no path")
        }
        return escapedPath(name)
    }

    private static func percentEncoded(_ text: String, keeping others: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                bytes.append(byte)
            case let byte where others.utf8.contains(byte): bytes.append(byte)
            default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
