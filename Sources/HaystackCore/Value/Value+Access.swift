/// The payload where the value is of that kind, nil where it is of another.
extension Value {
    /// Whether this is null.
    public var isNull: Bool {
        if case .null = self { true } else { false }
    }

    /// The Bool.
    public var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The Number with its unit.
    public var number: Number? {
        if case .number(let value) = self { value } else { nil }
    }

    /// The Number's value, without its unit.
    public var double: Double? {
        if case .number(let number) = self { number.value } else { nil }
    }

    /// The Number's value where it is a whole number.
    public var int: Int? {
        if case .number(let number) = self { number.int } else { nil }
    }

    /// The Str.
    public var string: String? {
        if case .str(let value) = self { value } else { nil }
    }

    /// The Uri.
    public var uri: Uri? {
        if case .uri(let value) = self { value } else { nil }
    }

    /// The Ref.
    public var ref: Ref? {
        if case .ref(let value) = self { value } else { nil }
    }

    /// The Symbol.
    public var symbol: Symbol? {
        if case .symbol(let value) = self { value } else { nil }
    }

    /// The Date.
    public var date: HaystackDate? {
        if case .date(let value) = self { value } else { nil }
    }

    /// The Time.
    public var time: HaystackTime? {
        if case .time(let value) = self { value } else { nil }
    }

    /// The DateTime.
    public var dateTime: DateTime? {
        if case .dateTime(let value) = self { value } else { nil }
    }

    /// The Coord.
    public var coord: Coord? {
        if case .coord(let value) = self { value } else { nil }
    }

    /// The XStr.
    public var xstr: XStr? {
        if case .xstr(let value) = self { value } else { nil }
    }

    /// The Buf's bytes.
    public var bytes: [UInt8]? {
        if case .buf(let value) = self { value } else { nil }
    }

    /// The List.
    public var list: List? {
        if case .list(let value) = self { value } else { nil }
    }

    /// The Dict.
    public var dict: Dict? {
        if case .dict(let value) = self { value } else { nil }
    }

    /// The Grid.
    public var grid: Grid? {
        if case .grid(let value) = self { value } else { nil }
    }

    /// The MatrixGrid.
    public var matrix: MatrixGrid? {
        if case .matrix(let value) = self { value } else { nil }
    }

    /// The tag of a Dict; null where this is no Dict or lacks the tag.
    public subscript(name: String) -> Value {
        if case .dict(let dict) = self { dict[name] } else { .null }
    }

    /// The item of a List; null where this is no List or the position is outside it.
    public subscript(position: Int) -> Value {
        if case .list(let list) = self, list.indices.contains(position) { list[position] } else { .null }
    }
}
