package import HaystackCore

/// Writes values as Zinc text.
package struct ZincWriter: ~Copyable {
    package var sink: ByteSink

    package init(capacity: Int = 256) {
        sink = ByteSink(capacity: capacity)
    }

    // MARK: - Values

    /// Writes a value as a literal; a grid within `<<` and `>>`.
    package mutating func write(_ value: Value) throws(HaystackError) {
        switch value {
        case .null: sink.append(ascii: "N")
        case .marker: sink.append(ascii: "M")
        case .na: sink.append("NA")
        case .remove: sink.append(ascii: "R")
        case .bool(let value): sink.append(ascii: value ? "T" : "F")
        case .number(let number): try write(number.value, unit: number.unitText)
        case .str(let text): writeStr(text)
        case .uri(let uri): writeUri(uri.text)
        case .ref(let ref): try write(ref)
        case .symbol(let symbol): try write(symbol)
        case .date(let date): sink.append(date: date)
        case .time(let time): sink.append(time: time)
        case .dateTime(let dateTime): sink.append(dateTime: dateTime)
        case .coord(let coord): write(coord)
        case .xstr(let xstr): write(xstr)
        case .buf(let bytes): throw notEncodable("Buf of \(bytes.count) bytes", "write it with Brio, or as a Str of base64")
        case .list(let list): try write(list)
        case .dict(let dict): try write(dict)
        case .grid(let grid): try writeNested(grid)
        case .matrix(let matrix): try writeNested(Grid(matrix))
        }
    }

    private func notEncodable(_ found: String, _ advice: String) -> HaystackError {
        HaystackError(.notEncodable, "found a \(found), for which Zinc has no text; \(advice)")
    }

    mutating func write(_ value: Double, unit: String) throws(HaystackError) {
        try check(unit: unit)
        if value == 0, ZincGrammar.looksHexadecimalBehindZero(unit) {
            sink.append("0.0")
        } else {
            sink.append(double: value)
        }
        if value.isFinite { sink.append(unit) }
    }

    func check(unit: String) throws(HaystackError) {
        guard unit.isEmpty || ZincGrammar.isUnit(unit) else {
            throw notEncodable("Number with the unit '\(unit)'", "units are letters, digits, % _ / $ and characters beyond ASCII")
        }
    }

    private mutating func write(_ ref: Ref) throws(HaystackError) {
        var (id, dis) = (ref.id, ref.dis)
        let isWritten = id.withUTF8 { id in
            guard dis != nil else { return unsafe writeRef(id: id, dis: nil) }
            return dis?.withUTF8 { unsafe writeRef(id: id, dis: $0) } ?? false
        }
        guard isWritten else { throw notEncodable(ref) }
    }

    /// Writes a Ref of the UTF-8 of its id and display name; false, and nothing is written, where the id has no text in Zinc.
    mutating func writeRef(id: UnsafeBufferPointer<UInt8>, dis: UnsafeBufferPointer<UInt8>?) -> Bool {
        guard unsafe ZincGrammar.isId(id) else { return false }
        sink.append(ascii: "@")
        unsafe sink.append(id)
        guard let dis = unsafe dis else { return true }
        sink.append(ascii: " ")
        unsafe writeStr(dis)
        return true
    }

    func notEncodable(_ ref: Ref) -> HaystackError {
        notEncodable("Ref with the id '\(ref.id)'", "ids are letters, digits and _ : - . ~")
    }

    private mutating func write(_ symbol: Symbol) throws(HaystackError) {
        guard ZincGrammar.isId(symbol.name) else {
            throw notEncodable("Symbol '\(symbol.name)'", "symbols are letters, digits and _ : - . ~")
        }
        sink.append(ascii: "^")
        sink.append(symbol.name)
    }

    private mutating func write(_ coord: Coord) {
        sink.append("C(")
        sink.append(double: coord.latitude)
        sink.append(ascii: ",")
        sink.append(double: coord.longitude)
        sink.append(ascii: ")")
    }

    private mutating func write(_ xstr: XStr) {
        sink.append(xstr.type)
        sink.append(ascii: "(")
        writeStr(xstr.text)
        sink.append(ascii: ")")
    }

    // MARK: - Collections

    private mutating func write(_ list: List) throws(HaystackError) {
        sink.append(ascii: "[")
        for (position, item) in list.enumerated() {
            if position > 0 { sink.append(ascii: ",") }
            try write(item)
        }
        sink.append(ascii: "]")
    }

    private mutating func write(_ dict: Dict) throws(HaystackError) {
        sink.append(ascii: "{")
        try writeTags(dict)
        sink.append(ascii: "}")
    }

    /// Writes tags separated by spaces.
    mutating func writeTags(_ tags: Dict) throws(HaystackError) {
        for (position, tag) in tags.enumerated() {
            if position > 0 { sink.append(ascii: " ") }
            try write(name: tag.name)
            if case .marker = tag.value { continue }
            sink.append(ascii: ":")
            try write(tag.value)
        }
    }

    mutating func write(name: String) throws(HaystackError) {
        guard TagName.isValid(name) else {
            throw notEncodable("tag or column named '\(name)'", "names start with a-z or _ and go on with letters, digits and _")
        }
        sink.append(name)
    }

    private mutating func writeNested(_ grid: Grid) throws(HaystackError) {
        sink.append("<<\n")
        try write(grid)
        sink.append(">>")
    }
}
