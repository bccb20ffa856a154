import HaystackCore

extension ZincParser {
    /// Reads a literal of any kind, from its first byte.
    mutating func parseValue() throws(HaystackError) -> Value {
        switch cursor.current {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): return try parseNumeric()
        case UInt8(ascii: "\""): return .str(try parseStr())
        case UInt8(ascii: "@"): return .ref(try parseRef())
        case UInt8(ascii: "`"): return .uri(Uri(try parseUri()))
        case UInt8(ascii: "^"): return .symbol(try parseSymbol())
        case UInt8(ascii: "["): return .list(try parseList())
        case UInt8(ascii: "{"): return .dict(try parseDict())
        case UInt8(ascii: "<"): return .grid(try parseNestedGrid())
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): return try parseKeyword()
        default: throw cursor.expected("a value")
        }
    }

    // MARK: - Collections

    private mutating func parseList() throws(HaystackError) -> List {
        try enter()
        cursor.advance()
        var list: List = []
        skipBlankLines()
        while !cursor.skip(UInt8(ascii: "]")) {
            list.append(try parseValue())
            skipBlankLines()
            if cursor.skip(UInt8(ascii: ",")) {
                skipBlankLines()
            } else if cursor.current != UInt8(ascii: "]") {
                throw cursor.expected("a comma or ']' in a list")
            }
        }
        leave()
        return list
    }

    private mutating func parseDict() throws(HaystackError) -> Dict {
        try enter()
        cursor.advance()
        var dict = Dict()
        skipBlankLines()
        while !cursor.skip(UInt8(ascii: "}")) {
            let start = cursor.position
            try parseTag(into: &dict)
            guard cursor.position > start else { throw cursor.expected("a tag or '}' in a dict") }
            skipBlankLines()
            if cursor.skip(UInt8(ascii: ",")) { skipBlankLines() }
        }
        leave()
        return dict
    }

    private mutating func parseNestedGrid() throws(HaystackError) -> Grid {
        guard cursor.peek(1) == UInt8(ascii: "<") else {
            cursor.advance()
            throw cursor.expected("'<<' at the start of a nested grid")
        }
        cursor.advance(2)
        skipSpace()
        _ = skipNewline()
        skipSpace()
        let grid = try parseGrid(isNested: true)
        skipBlankLines()
        guard isAtGridEnd else { throw cursor.expected("'>>' at the end of a nested grid") }
        cursor.advance(2)
        return grid
    }

    // MARK: - Words

    /// Reads the name of a tag or column.
    mutating func parseName() throws(HaystackError) -> String {
        let start = cursor.position
        guard TagName.isFirstByte(cursor.current) else {
            throw cursor.expected("a name, which starts with a-z or _")
        }
        while TagName.isNameByte(cursor.current) { cursor.advance() }
        return text(from: start)
    }

    /// ASCII text from a place to the cursor.
    func text(from start: Int) -> String {
        cursor.string(from: start, to: cursor.position)
    }

    private mutating func parseRef() throws(HaystackError) -> Ref {
        cursor.advance()
        let id = try parseId("an id after '@'")
        guard let quote = distanceToDis else { return Ref(id) }
        cursor.advance(quote)
        return Ref(id, dis: try parseStr())
    }

    /// How far on the quote of a display name stands; nil where none follows.
    private var distanceToDis: Int? {
        var distance = 0
        while cursor.peek(distance) == UInt8(ascii: " ") || cursor.peek(distance) == UInt8(ascii: "\t") { distance += 1 }
        return distance > 0 && cursor.peek(distance) == UInt8(ascii: "\"") ? distance : nil
    }

    /// Reads a Ref into a column; one that the column has had is known by its bytes, and nothing is made of it.
    mutating func parseRef(into builder: inout ColumnBuilder) throws(HaystackError) {
        let start = cursor.position
        cursor.advance()
        while ZincGrammar.isIdByte(cursor.current) { cursor.advance() }
        let idEnd = cursor.position
        guard idEnd > start + 1 else { throw cursor.expected("an id after '@'") }
        var dis: Range<Int>?
        if let quote = distanceToDis {
            cursor.advance(quote)
            dis = skipPlainStr()
            guard let dis, cursor.isUTF8(from: dis.lowerBound, to: dis.upperBound) else {
                cursor.position = start
                return builder.append(ref: try parseRef())
            }
        }
        let mark = cursor.mark(from: start, to: cursor.position)
        guard let (code, isNew) = unsafe builder.code(ofRef: cursor.bytes(from: start, to: cursor.position), mark) else {
            cursor.position = start
            return builder.append(.ref(try parseRef()))
        }
        guard isNew else { return builder.append(code: code) }
        let label = unsafe dis.map { unsafe cursor.bytes(from: $0.lowerBound, to: $0.upperBound) }
        unsafe builder.append(newRef: code, id: cursor.bytes(from: start + 1, to: idEnd), dis: label)
    }

    private mutating func parseSymbol() throws(HaystackError) -> Symbol {
        cursor.advance()
        return Symbol(try parseId("a name after '^'"))
    }

    private mutating func parseId(_ what: String) throws(HaystackError) -> String {
        let start = cursor.position
        while ZincGrammar.isIdByte(cursor.current) { cursor.advance() }
        guard cursor.position > start else { throw cursor.expected(what) }
        return text(from: start)
    }

    // MARK: - Keywords, coordinates and extended strings

    private mutating func parseKeyword() throws(HaystackError) -> Value {
        let start = cursor.position
        while TagName.isNameByte(cursor.current) { cursor.advance() }
        let word = text(from: start)
        if cursor.current == UInt8(ascii: "(") { return try parseCall(word) }
        switch word {
        case "N": return .null
        case "M": return .marker
        case "R": return .remove
        case "NA": return .na
        case "T": return .bool(true)
        case "F": return .bool(false)
        case "INF": return .number(.infinity)
        case "NaN": return .number(.nan)
        default:
            cursor.position = start
            throw HaystackError(.syntax, "found the word '\(word)', expected N, M, R, NA, T, F, INF, NaN, C(…) or Type(\"…\")")
        }
    }

    private mutating func parseCall(_ word: String) throws(HaystackError) -> Value {
        cursor.advance()
        skipSpace()
        if cursor.current == UInt8(ascii: "\"") {
            let text = try parseStr()
            skipSpace()
            try expect(")")
            return .xstr(XStr(checkedType: word, text))
        }
        if word == "C" { return .coord(try parseCoord()) }
        if word == "Bin", isVersion2 { return .xstr(XStr(checkedType: word, try parseBareBin())) }
        throw cursor.expected("a string in quotes in \(word)(…)")
    }

    private mutating func parseCoord() throws(HaystackError) -> Coord {
        let latitude = try parseDegrees()
        skipSpace()
        try expect(",")
        skipSpace()
        let longitude = try parseDegrees()
        skipSpace()
        try expect(")")
        return try Coord(latitude: latitude, longitude: longitude)
    }

    private mutating func parseDegrees() throws(HaystackError) -> Double {
        guard case .number(let number) = try parseNumeric(), number.unit == nil else { throw cursor.expected("degrees as a number") }
        return number.value
    }

    /// Reads the mime type in `Bin(text/plain)` of version 2.0.
    private mutating func parseBareBin() throws(HaystackError) -> String {
        let start = cursor.position
        while !cursor.isAtEnd, cursor.current != UInt8(ascii: ")"), !isAtNewline { cursor.advance() }
        guard let text = cursor.text(from: start, to: cursor.position) else { throw invalidUTF8() }
        try expect(")")
        return text
    }

    private mutating func expect(_ character: Unicode.Scalar) throws(HaystackError) {
        guard cursor.skip(UInt8(ascii: character)) else { throw cursor.expected("'\(character)'") }
    }

    func invalidUTF8() -> HaystackError {
        HaystackError(.syntax, "found bytes that are not UTF-8; convert the input to UTF-8 first")
    }
}
