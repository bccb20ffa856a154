import HaystackCore
import HaystackZinc

extension Invariant {
    /// Any bytes are a value, a grid, or an error that says where it is; both ways in agree.
    static let zincDecode = Invariant(name: "zinc-decode") { bytes in
        let value = try located { () throws(HaystackError) in try Zinc.decode(bytes) }
        let grid = try located { () throws(HaystackError) in try Zinc.decodeGrid(bytes) }
        if let grid { try require(value == .grid(grid), "a grid is read otherwise as a value") }
        if case .grid(let other) = value { try require(grid == nil || grid == other, "a value is read otherwise as a grid") }
    }

    /// What was read can be written, reads back as an equal value, and is then written the same; also by way of Brio.
    static let zincRoundTrip = Invariant(name: "zinc-roundtrip") { bytes in
        guard let value = try? Zinc.decode(bytes) else { return }
        let text = try encoded("Zinc") { () throws(HaystackError) in try Zinc.encode(value) }
        let again = try decoded("what was written, \(show(text))") { () throws(HaystackError) in try Zinc.decode(text) }
        try requireSame(value, again)
        try require(try Zinc.encode(again) == text, "written once as \(show(text)), then otherwise")
        try requireBrioCarries(value)
    }

    private static func requireBrioCarries(_ value: Value) throws {
        // Meta counts as a level in Brio only, so that a value at Zinc's limit may be beyond Brio's.
        let options = Brio.Options(limits: CodecLimits(depth: 250))
        let brio = try encoded("Brio") { () throws(HaystackError) in try Brio.encode(value, options: options) }
        let again = try decoded("the Brio of Zinc") { () throws(HaystackError) in try Brio.decode(brio, options: options) }
        try require(try Brio.encode(again, options: options) == brio, "the Brio of Zinc is written otherwise the second time")
    }
}

/// Runs a decoder, nil where it throws; an error must have a place.
func located<Result>(_ decode: () throws(HaystackError) -> Result) throws(Broken) -> Result? {
    do throws(HaystackError) {
        return try decode()
    } catch {
        try require(error.position != nil, "an error without a place: \(error)")
        return nil
    }
}

func encoded(_ format: String, _ encode: () throws(HaystackError) -> [UInt8]) throws(Broken) -> [UInt8] {
    do throws(HaystackError) {
        return try encode()
    } catch {
        throw Broken(description: "what was read cannot be written as \(format): \(error)")
    }
}

func decoded(_ what: String, _ decode: () throws(HaystackError) -> Value) throws(Broken) -> Value {
    do throws(HaystackError) {
        return try decode()
    } catch {
        throw Broken(description: "\(what) cannot be read: \(error)")
    }
}

/// Equal values must hash equally too.
func requireSame(_ value: Value, _ again: Value) throws(Broken) {
    try require(value == again, "read as \(value), then as \(again)")
    try require(value.hashValue == again.hashValue, "equal values hash otherwise: \(value)")
}

func show(_ text: [UInt8]) -> String { String(decoding: text, as: UTF8.self).debugDescription }
