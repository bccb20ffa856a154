extension Value: CustomStringConvertible {
    /// The value for people: text as it is, a Ref by its display name, ✓ for a Marker, nothing for null.
    ///
    /// Use the Zinc codec for text that reads back.
    public var description: String {
        switch self {
        case .null: ""
        case .marker: Marker().description
        case .na: NA().description
        case .remove: Remove().description
        case .bool(let value): value ? "true" : "false"
        case .number(let number): number.description
        case .str(let text): text
        case .uri(let uri): uri.text
        case .ref(let ref): ref.dis ?? "@\(ref.id)"
        case .symbol(let symbol): symbol.description
        case .date(let date): date.description
        case .time(let time): time.description
        case .dateTime(let dateTime): dateTime.description
        case .coord(let coord): coord.description
        case .xstr(let xstr): xstr.description
        case .buf(let bytes): "Buf(\(bytes.count) bytes)"
        case .list(let list): "[\(list.map(\.debugText).joined(separator: ", "))]"
        case .dict(let dict): dict.description
        case .grid(let grid): "<<\(grid.rowCount) × \(grid.columns.count) Grid>>"
        case .matrix(let matrix): matrix.description
        }
    }

    /// Like the description, but with text in quotes and null said: for values inside lists, dicts and messages.
    package var debugText: String {
        switch self {
        case .null: "null"
        case .str(let text): "\"\(text)\""
        default: description
        }
    }
}
