import HaystackCore
import HaystackZinc
import NIOCore

/// The bytes of a text of hexadecimal digits; spaces are left out.
func hex(_ text: String) -> [UInt8] {
    let digits = text.filter { $0 != " " }
    return stride(from: 0, to: digits.count, by: 2).compactMap { place in
        UInt8(digits.dropFirst(place).prefix(2), radix: 16)
    }
}

/// A value as the wire has it.
func wire(_ value: Value) throws -> [UInt8] {
    try Brio.encode(value, options: .hxpy)
}

/// The reply of a server to an exception.
func errorGrid(_ message: String, type: String? = nil, trace: String? = nil) -> Value {
    var meta: Dict = ["err": .marker, "errMsg": .str(message)]
    if let type { meta["errType"] = .str(type) }
    if let trace { meta["errTrace"] = .str(trace) }
    return .grid(Grid(meta: meta))
}

/// A matrix as the wire has it: the Dict of an ndarray.
func ndarray(_ rows: Value, _ columns: Value, _ bytes: Value) -> Value {
    ["ndarray": .marker, "r": rows, "c": columns, "bytes": bytes]
}
