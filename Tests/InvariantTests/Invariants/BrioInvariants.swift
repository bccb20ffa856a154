import HaystackCore
import HaystackZinc

extension Invariant {
    /// Any bytes are a value or an error that says where it is, however characters are counted.
    static let brioDecode = Invariant(name: "brio-decode") { bytes in
        for options in try brioOptions() {
            _ = try located { () throws(HaystackError) in try Brio.decode(bytes, options: options) }
        }
    }

    /// What was read can be written, reads back as an equal value, and is then written the same. Where Zinc can write it, Zinc reads it back.
    static let brioRoundTrip = Invariant(name: "brio-roundtrip") { bytes in
        for options in try brioOptions() {
            guard let value = try? Brio.decode(bytes, options: options) else { continue }
            let brio = try encoded("Brio") { () throws(HaystackError) in try Brio.encode(value, options: options) }
            let again = try decoded("what was written") { () throws(HaystackError) in try Brio.decode(brio, options: options) }
            try requireSame(value, again)
            try require(try Brio.encode(again, options: options) == brio, "written otherwise the second time: \(value)")
            try requireZincCarries(value)
        }
    }

    private static func requireZincCarries(_ value: Value) throws {
        guard !value.losesInZinc, let text = try? Zinc.encode(value) else { return }
        let again = try decoded("the Zinc of Brio, \(show(text))") { () throws(HaystackError) in try Zinc.decode(text) }
        try requireSame(value, again)
    }

    private static func brioOptions() throws -> [Brio.Options] {
        [Brio.Options.hxpy, .haxall, Brio.Options(constants: try Brio.Constants(text: Array("brio-consts:1\n1 site\n2 kW\n3 \u{e9}\n4 UTC\n946 far\n".utf8)))]
    }
}

extension Value {
    /// Whether Zinc leaves something out on purpose: the unit of a number that is not finite, rows of a grid without columns.
    fileprivate var losesInZinc: Bool {
        switch self {
        case .number(let number): !number.value.isFinite && number.unit != nil
        case .list(let items): items.contains(where: \.losesInZinc)
        case .dict(let tags): tags.contains(where: \.value.losesInZinc)
        case .grid(let grid): grid.losesInZinc
        default: false
        }
    }
}

extension Grid {
    fileprivate var losesInZinc: Bool {
        columns.isEmpty || Value.dict(meta).losesInZinc
            || columns.contains { column in Value.dict(column.meta).losesInZinc || column.contains(where: \.losesInZinc) }
    }
}
