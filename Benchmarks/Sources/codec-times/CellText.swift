import HaystackCore

/// Prints a grid so that readers of one text can be compared: its meta, its columns, then `row column text` for each cell that is not null.
///
/// The text of a value says its kind and all that it holds; doubles are given by their bits. `comparison/cells.py` writes the same.
func writeCells(_ grid: Grid) throws {
    var lines = "meta \(text(of: .dict(grid.meta)))\nrows \(grid.rowCount)\n"
    for column in grid.columns { lines += "column \(column.name) \(text(of: .dict(column.meta)))\n" }
    for row in grid.rows {
        for column in grid.columns where !column[row.position].isNull {
            lines += "\(row.position) \(column.name) \(text(of: column[row.position]))\n"
        }
    }
    print(lines, terminator: "")
}

private func text(of value: Value) -> String {
    switch value {
    case .null: "null"
    case .marker: "marker"
    case .na: "na"
    case .remove: "remove"
    case .bool(let bool): "\(bool)"
    case .number(let number): "number \(bits(number.value)) \(number.unit ?? "")"
    case .str(let string): "str \(escaped(string))"
    case .uri(let uri): "uri \(escaped(uri.text))"
    case .ref(let ref): "ref \(ref.id) \(escaped(ref.dis ?? ""))"
    case .symbol(let symbol): "symbol \(symbol.name)"
    case .date(let date): "date \(date)"
    case .time(let time): "time \(time.nanosecondsSinceMidnight / 1000)"
    case .dateTime(let dateTime): "dateTime \(microseconds(dateTime)) \(dateTime.zone.name)"
    case .coord(let coord): "coord \(bits(coord.latitude)) \(bits(coord.longitude))"
    case .list(let items): "[\(items.map(text).joined(separator: ", "))]"
    case .dict(let tags): "{\(tags.map { "\($0.name): \(text(of: $0.value))" }.sorted().joined(separator: ", "))}"
    case .xstr, .buf, .grid, .matrix: "\(value.kind)"
    }
}

private func bits(_ double: Double) -> String { String(double.bitPattern, radix: 16) }

private func escaped(_ string: String) -> String {
    string.unicodeScalars.map { $0.isASCII && $0.value >= 32 && $0 != "\\" ? String($0) : "\\\($0.value);" }.joined()
}

private func microseconds(_ dateTime: DateTime) -> Int64 {
    dateTime.unixSeconds * 1_000_000 + dateTime.time.nanosecondsSinceMidnight / 1000 % 1_000_000
}
