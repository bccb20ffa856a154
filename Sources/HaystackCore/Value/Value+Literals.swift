extension Value: ExpressibleByNilLiteral {
    /// Null.
    public init(nilLiteral: ()) { self = .null }
}

extension Value: ExpressibleByBooleanLiteral {
    /// A Bool.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension Value: ExpressibleByIntegerLiteral {
    /// A Number without unit.
    public init(integerLiteral value: Int) { self = .number(Number(value)) }
}

extension Value: ExpressibleByFloatLiteral {
    /// A Number without unit.
    public init(floatLiteral value: Double) { self = .number(Number(value)) }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    /// A Str.
    public init(stringLiteral value: String) { self = .str(value) }
}

extension Value: ExpressibleByArrayLiteral {
    /// A List.
    public init(arrayLiteral elements: Value...) { self = .list(elements) }
}

extension Value: ExpressibleByDictionaryLiteral {
    /// A Dict; null values are left out.
    public init(dictionaryLiteral elements: (String, Value)...) { self = .dict(Dict(elements)) }
}
