/// The presence of a tag: `site`, `equip`, `point`.
public struct Marker: Sendable, Hashable, CustomStringConvertible {
    /// Makes the marker; all are equal.
    public init() {}
    /// The check mark by which tables show a marker.
    public var description: String { "✓" }
}

/// Not available: data that should be there and is missing or invalid, as in a history with gaps.
public struct NA: Sendable, Hashable, CustomStringConvertible {
    /// Makes the value; all are equal.
    public init() {}
    /// `NA`.
    public var description: String { "NA" }
}

/// The request to remove a tag, in a change to a record.
public struct Remove: Sendable, Hashable, CustomStringConvertible {
    /// Makes the value; all are equal.
    public init() {}
    /// The cross by which tables show a removal.
    public var description: String { "✗" }
}
