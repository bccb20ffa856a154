/// A list of values.
public typealias List = [Value]

/// Any value of Project Haystack.
///
/// One closed enum, so that a `switch` over the kinds is exhaustive and scalars need no boxes. Literals make values where the kind is clear:
///
/// ```swift
/// let row: Dict = ["dis": "AHU-1", "equip": .marker, "area": 120.5, "on": true, "tags": ["a", "b"]]
/// ```
public enum Value: Sendable, Hashable {
    /// No value; never stored in a ``Dict``, and an empty cell in a ``Grid``.
    case null
    /// The presence of a tag.
    case marker
    /// Data that is not available.
    case na
    /// The request to remove a tag.
    case remove
    /// True or false.
    case bool(Bool)
    /// A Double with an optional unit.
    case number(Number)
    /// Unicode text.
    case str(String)
    /// A universal resource identifier.
    case uri(Uri)
    /// A reference to a record.
    case ref(Ref)
    /// The name of a definition.
    case symbol(Symbol)
    /// A day.
    case date(HaystackDate)
    /// A time of day.
    case time(HaystackTime)
    /// An instant in a time zone.
    case dateTime(DateTime)
    /// Latitude and longitude.
    case coord(Coord)
    /// A type name with the text of a value.
    indirect case xstr(XStr)
    /// Bytes. Crosses Brio and the wire to Python; Zinc has no text for it.
    case buf([UInt8])
    /// A list of values.
    case list(List)
    /// Named values.
    case dict(Dict)
    /// A table.
    case grid(Grid)
    /// A matrix of doubles; crosses the wire to Python as one packed array.
    indirect case matrix(MatrixGrid)
}

extension Value {
    /// A number, with a unit where one is given.
    public static func number(_ value: Double, unit: String? = nil) -> Value {
        .number(Number(value, unit: unit))
    }

    /// A whole number, with a unit where one is given. Beyond 2^53 the nearest Double is taken.
    public static func number(_ value: Int, unit: String? = nil) -> Value {
        .number(Number(value, unit: unit))
    }

    /// A reference by its id, without `@`.
    public static func ref(_ id: String, dis: String? = nil) -> Value {
        .ref(Ref(id, dis: dis))
    }

    /// A Uri of its text.
    public static func uri(_ text: String) -> Value { .uri(Uri(text)) }

    /// A symbol of its name, without `^`.
    public static func symbol(_ name: String) -> Value { .symbol(Symbol(name)) }

    /// The name of the value's kind in Haystack's own words: `Number`, `Str`, `DateTime`; null is `null`.
    public var kind: String {
        switch self {
        case .null: "null"
        case .marker: "Marker"
        case .na: "NA"
        case .remove: "Remove"
        case .bool: "Bool"
        case .number: "Number"
        case .str: "Str"
        case .uri: "Uri"
        case .ref: "Ref"
        case .symbol: "Symbol"
        case .date: "Date"
        case .time: "Time"
        case .dateTime: "DateTime"
        case .coord: "Coord"
        case .xstr: "XStr"
        case .buf: "Buf"
        case .list: "List"
        case .dict: "Dict"
        case .grid: "Grid"
        case .matrix: "MatrixGrid"
        }
    }
}
