public import HaystackCore

extension Brio {
    /// The table of common strings that peers on the JVM write as a number.
    ///
    /// Every Haxall install holds it as a text file: a first line `brio-consts:VERSION`, then lines of `code text`; lines that start
    /// with `//` are comments. Code 0 is the empty string.
    ///
    /// ```swift
    /// let constants = try Brio.Constants(text: bytesOfTheFile)
    /// let grid = try Grid(brio: bytes, options: .init(constants: constants))
    /// ```
    public struct Constants: Sendable {
        /// The version that the table's first line names.
        public let version: String
        private let table: Table

        /// The highest code that is written: every peer's table goes at least to there.
        static let highestWritten = 945
        /// The highest code that a table may have, so that a hostile file costs little.
        static let highestCode = 0xffff

        private final class Table: Sendable {
            let texts: [String?]
            let codes: [String: Int]

            init(texts: [String?]) {
                self.texts = texts
                var codes: [String: Int] = [:]
                for (code, text) in texts.enumerated().prefix(Constants.highestWritten + 1) {
                    if let text, codes[text] == nil { codes[text] = code }
                }
                self.codes = codes
            }
        }

        /// Reads the table of its file's bytes.
        ///
        /// - Throws: `.syntax` with the line that is not as described, `.unsupportedVersion` where the first line is another.
        public init(text: [UInt8]) throws(HaystackError) {
            var lines = ConstantLines(text)
            version = try lines.readVersion()
            var texts: [String?] = [""]
            while let (code, text) = try lines.next() {
                while texts.count <= code { texts.append(nil) }
                guard texts[code] == nil || texts[code] == text else {
                    throw lines.fault("found code \(code) again, expected each code once")
                }
                texts[code] = text
            }
            table = Table(texts: texts)
        }

        /// The text of a code, nil where the table has none.
        func text(_ code: Int) -> String? {
            table.texts.indices.contains(code) ? table.texts[code] : nil
        }

        /// The code to write for a text, nil where the text is to be written in full.
        func code(_ text: String) -> Int? {
            // Strings that look alike are equal in Swift, but other bytes are another text here.
            guard let code = table.codes[text], let constant = table.texts[code], constant.utf8.elementsEqual(text.utf8) else { return nil }
            return code
        }

        /// The number of codes up to the table's end.
        var count: Int { table.texts.count }
    }
}

/// The lines of a table of constants.
private struct ConstantLines {
    private var rest: ArraySlice<UInt8>
    private var line = 0

    init(_ text: [UInt8]) {
        rest = text[...]
    }

    func fault(_ message: String, code: HaystackError.Code = .syntax) -> HaystackError {
        HaystackError(code, message, at: .text(line: line, column: 1))
    }

    mutating func readVersion() throws(HaystackError) -> String {
        let prefix = "brio-consts:"
        guard let first = try nextLine(), first.hasPrefix(prefix) else {
            throw fault(
                "expected '\(prefix)VERSION' in the first line; give the file of constants of a Haxall install",
                code: .unsupportedVersion
            )
        }
        return String(first.dropFirst(prefix.count))
    }

    /// The next line's code and text; nil at the end.
    mutating func next() throws(HaystackError) -> (code: Int, text: String)? {
        while let text = try nextLine() {
            if text.isEmpty || text.hasPrefix("//") { continue }
            return try entry(text)
        }
        return nil
    }

    private func entry(_ text: String) throws(HaystackError) -> (code: Int, text: String) {
        let digits = text.utf8.prefix { $0 != UInt8(ascii: " ") }
        guard digits.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }), let code = Int(String(digits) ?? ""), code <= Brio.Constants.highestCode
        else {
            throw fault("found '\(text.prefix(40))', expected a code of 0 to \(Brio.Constants.highestCode), a space and its text")
        }
        let constant = String(text.utf8.dropFirst(digits.count + 1)) ?? ""
        guard code != 0 || constant.isEmpty else {
            throw fault("found '\(constant.prefix(40))' as the text of code 0, expected the empty text")
        }
        return (code, constant)
    }

    /// The next line without its end.
    private mutating func nextLine() throws(HaystackError) -> String? {
        guard !rest.isEmpty else { return nil }
        line += 1
        var bytes = rest.prefix { $0 != UInt8(ascii: "\n") }
        rest = rest.dropFirst(bytes.count + 1)
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw fault("found bytes that are not UTF-8") }
        return text
    }
}
