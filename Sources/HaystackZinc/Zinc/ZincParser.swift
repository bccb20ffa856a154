package import HaystackCore

/// Reads Zinc from bytes that somebody else keeps alive for as long as the parser is used.
///
/// Faults are thrown without a position where they are met; the cursor then stands at the fault, and ``located(_:)`` adds line and column.
package struct ZincParser {
    package var cursor: ByteCursor
    let limits: CodecLimits
    /// How many lists, dicts and grids are open.
    var depth = 0
    /// The grid being read says version 2.0, where `Bin(…)` has no quotes.
    var isVersion2 = false
    var zones = ZoneMemory()
    /// A comment was open at the end of the input.
    private(set) var isInComment = false
    /// Where decoded text with escapes is put together.
    var scratch: [UInt8] = []

    package init(_ bytes: UnsafeBufferPointer<UInt8>, limits: CodecLimits) {
        unsafe cursor = ByteCursor(bytes)
        self.limits = limits
    }

    /// The error with the line and column at which the cursor stands, unless it has a position.
    package func located(_ error: HaystackError) -> HaystackError {
        guard error.position == nil else { return error }
        var line = 1
        var lineStart = 0
        let end = min(cursor.position, cursor.end)
        // swift-format 6.3 would join the two words after `for`.
        // swift-format-ignore
        for unsafe (offset, byte) in unsafe cursor.bytes(from: 0, to: end).enumerated() where byte == UInt8(ascii: "\n") {
            line += 1
            lineStart = offset + 1
        }
        return HaystackError(error.code, error.message, at: .text(line: line, column: end - lineStart + 1))
    }

    // MARK: - Documents

    /// Reads a grid, or a literal, to the end of the input.
    mutating func parseDocument() throws(HaystackError) -> Value {
        skipDocumentStart()
        let value = startsGrid ? Value.grid(try parseGrid(isNested: false)) : try parseValue()
        try parseDocumentEnd()
        return value
    }

    mutating func parseGridDocument() throws(HaystackError) -> Grid {
        skipDocumentStart()
        let grid = try parseGrid(isNested: false)
        try parseDocumentEnd()
        return grid
    }

    private var startsGrid: Bool {
        cursor.peek(0) == UInt8(ascii: "v") && cursor.peek(1) == UInt8(ascii: "e")
            && cursor.peek(2) == UInt8(ascii: "r") && cursor.peek(3) == UInt8(ascii: ":")
    }

    /// Reads the blank lines that may stand at the end of the input.
    mutating func parseDocumentEnd() throws(HaystackError) {
        skipBlankLines()
        try checkCommentsEnd()
        guard cursor.isAtEnd else { throw cursor.expected("the end of the input") }
    }

    func checkCommentsEnd() throws(HaystackError) {
        guard !isInComment else { throw HaystackError(.unexpectedEnd, "found a comment that does not end, expected */") }
    }

    /// Skips a byte order mark and blank lines.
    mutating func skipDocumentStart() {
        if cursor.peek(0) == 0xef, cursor.peek(1) == 0xbb, cursor.peek(2) == 0xbf { cursor.advance(3) }
        skipBlankLines()
    }

    // MARK: - Space between tokens

    /// Skips spaces, tabs, no-break spaces and comments; not newlines.
    @inline(__always)
    mutating func skipSpace() {
        let byte = cursor.current
        if byte > UInt8(ascii: " "), byte != UInt8(ascii: "/"), byte != 0xc2 { return }
        skipSpaceSlowly()
    }

    @inline(never)
    private mutating func skipSpaceSlowly() {
        while true {
            switch cursor.current {
            case UInt8(ascii: " "), UInt8(ascii: "\t"): cursor.advance()
            case 0xc2 where cursor.peek(1) == 0xa0: cursor.advance(2)
            case UInt8(ascii: "/") where cursor.peek(1) == UInt8(ascii: "/"): skipLineComment()
            case UInt8(ascii: "/") where cursor.peek(1) == UInt8(ascii: "*"): skipBlockComment()
            default: return
            }
        }
    }

    private mutating func skipLineComment() {
        while !cursor.isAtEnd, cursor.current != UInt8(ascii: "\n") { cursor.advance() }
    }

    /// Skips a comment, which may hold others; one that is never closed goes on to the end, where it is an error.
    private mutating func skipBlockComment() {
        var open = 0
        while !cursor.isAtEnd {
            if cursor.current == UInt8(ascii: "/"), cursor.peek(1) == UInt8(ascii: "*") {
                open += 1
                cursor.advance(2)
            } else if cursor.current == UInt8(ascii: "*"), cursor.peek(1) == UInt8(ascii: "/") {
                open -= 1
                cursor.advance(2)
                if open == 0 { return }
            } else {
                cursor.advance()
            }
        }
        isInComment = true
    }

    @inline(__always)
    var isAtNewline: Bool {
        cursor.current == UInt8(ascii: "\n") || (cursor.current == UInt8(ascii: "\r") && cursor.peek(1) == UInt8(ascii: "\n"))
    }

    @inline(__always)
    mutating func skipNewline() -> Bool {
        if cursor.skip(UInt8(ascii: "\n")) { return true }
        guard isAtNewline else { return false }
        cursor.advance(2)
        return true
    }

    mutating func skipBlankLines() {
        repeat { skipSpace() } while skipNewline()
    }

    // MARK: - Depth

    mutating func enter() throws(HaystackError) {
        guard depth < limits.depth else {
            throw HaystackError(.limit, "found lists, dicts and grids nested more than \(limits.depth) deep; raise the depth limit if this is meant")
        }
        depth += 1
    }

    mutating func leave() {
        depth -= 1
    }
}
