public import HaystackCore

extension Value {
    /// Reads a value of its Brio form; see ``Brio/decode(_:options:)``.
    ///
    /// - Throws: what ``Brio/decode(_:options:)`` throws.
    public init(brio bytes: [UInt8], options: Brio.Options = Brio.Options()) throws(HaystackError) {
        self = try Brio.decode(bytes, options: options)
    }

    /// The value's Brio form; see ``Brio/encode(_:options:)``.
    ///
    /// - Throws: `.limit` where values stand too deep inside each other.
    public func brio(options: Brio.Options = Brio.Options()) throws(HaystackError) -> [UInt8] {
        try Brio.encode(self, options: options)
    }
}

extension Grid {
    /// Reads a grid of its Brio form.
    ///
    /// - Throws: `.mismatch` where the bytes hold another kind of value, and what ``Brio/decode(_:options:)`` throws.
    public init(brio bytes: [UInt8], options: Brio.Options = Brio.Options()) throws(HaystackError) {
        let value = try Brio.decode(bytes, options: options)
        guard case .grid(let grid) = value else {
            throw HaystackError(.mismatch, "found a \(value.kind), expected a Grid; read other kinds with Value(brio:)", at: .offset(0))
        }
        self = grid
    }

    /// The grid's Brio form; see ``Brio/encode(_:options:)``.
    ///
    /// - Throws: `.limit` where values stand too deep inside each other.
    public func brio(options: Brio.Options = Brio.Options()) throws(HaystackError) -> [UInt8] {
        try Brio.encode(.grid(self), options: options)
    }
}
