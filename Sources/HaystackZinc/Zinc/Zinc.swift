public import HaystackCore

/// Zinc: Haystack's text format for grids and values.
///
/// ```swift
/// let grid = try Grid(zinc: text)
/// let text = try grid.zinc()
/// let value = try Value(zinc: "72.5°F")
/// ```
///
/// Reads versions 2.0 and 3.0, writes 3.0. Errors carry the line and column at which they were found.
public enum Zinc {
    /// The version that the writer states.
    package static let version = "3.0"

    /// Reads a value: a literal of any kind, or a grid that starts with `ver:`.
    ///
    /// - Parameter bytes: the whole text in UTF-8.
    /// - Throws: `.syntax`, `.unexpectedEnd`, `.range`, `.limit`, `.unsupportedVersion` or `.unknownZone`, with line and column.
    public static func decode(_ bytes: [UInt8], limits: CodecLimits = CodecLimits()) throws(HaystackError) -> Value {
        try decode(bytes, limits) { parser throws(HaystackError) in try parser.parseDocument() }
    }

    /// Reads a grid.
    ///
    /// - Throws: as ``decode(_:limits:)``; text that holds another value than a grid is `.syntax`.
    public static func decodeGrid(_ bytes: [UInt8], limits: CodecLimits = CodecLimits()) throws(HaystackError) -> Grid {
        try decode(bytes, limits) { parser throws(HaystackError) in try parser.parseGridDocument() }
    }

    /// Writes a value as a literal; a grid as a document with its `ver:` line.
    ///
    /// - Throws: `.notEncodable` for what Zinc has no text for: bytes, names that break the grammar.
    public static func encode(_ value: Value) throws(HaystackError) -> [UInt8] {
        var writer = ZincWriter()
        switch value {
        case .grid(let grid): try writer.write(grid)
        case .matrix(let matrix): try writer.write(Grid(matrix))
        default: try writer.write(value)
        }
        return writer.sink.takeArray()
    }

    private static func decode<Result>(
        _ bytes: [UInt8], _ limits: CodecLimits, _ parse: (inout ZincParser) throws(HaystackError) -> Result
    ) throws(HaystackError) -> Result {
        try unsafe bytes.withUnsafeBufferPointer { buffer throws(HaystackError) in
            // Sound: the parser does not leave this call, in which the array lends its bytes.
            var parser = unsafe ZincParser(buffer, limits: limits)
            do throws(HaystackError) {
                return try parse(&parser)
            } catch {
                throw parser.located(error)
            }
        }
    }
}

extension Grid {
    /// Reads a grid from Zinc text.
    ///
    /// - Throws: ``HaystackError`` with the line and column of the fault.
    public init(zinc text: String) throws(HaystackError) {
        self = try Zinc.decodeGrid(Array(text.utf8))
    }

    /// Reads a grid from the UTF-8 bytes of Zinc text.
    ///
    /// - Throws: ``HaystackError`` with the line and column of the fault.
    public init(zinc bytes: [UInt8], limits: CodecLimits = CodecLimits()) throws(HaystackError) {
        self = try Zinc.decodeGrid(bytes, limits: limits)
    }

    /// The grid as Zinc text.
    ///
    /// - Throws: `.notEncodable` where a name breaks the grammar or a cell holds bytes.
    public func zinc() throws(HaystackError) -> String {
        var writer = ZincWriter()
        try writer.write(self)
        return writer.sink.makeString()
    }
}

extension Value {
    /// Reads a value from its Zinc literal, such as `72.5°F` or `@site-1 "Main Street"`; text that starts with `ver:` is a grid.
    ///
    /// - Throws: ``HaystackError`` with the line and column of the fault.
    public init(zinc text: String) throws(HaystackError) {
        self = try Zinc.decode(Array(text.utf8))
    }

    /// The value as its Zinc literal; a grid with its `ver:` line.
    ///
    /// - Throws: `.notEncodable` where a name breaks the grammar or the value holds bytes.
    public func zinc() throws(HaystackError) -> String {
        String(decoding: try Zinc.encode(self), as: UTF8.self)
    }
}
