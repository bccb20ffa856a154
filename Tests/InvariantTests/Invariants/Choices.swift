/// What an input's first bytes choose: how the rest is read and where it is cut. Missing bytes are 0.
struct Choices {
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

    mutating func flag() -> Bool { byte() & 1 == 1 }

    /// Sizes of pieces: a count of up to 7, then as many bytes.
    mutating func sizes() -> [Int] {
        (0..<(byte() & 7)).map { _ in Int(byte()) + 1 }
    }

    var remaining: [UInt8] { Array(rest) }
}

/// Cuts bytes into pieces of sizes that are taken in turn; of one byte each where there are no sizes.
func pieces(of bytes: [UInt8], sizes: [Int]) -> [[UInt8]] {
    var pieces: [[UInt8]] = []
    var start = 0
    while start < bytes.count {
        let size = sizes.isEmpty ? 1 : sizes[pieces.count % sizes.count]
        let end = min(start + size, bytes.count)
        pieces.append(Array(bytes[start..<end]))
        start = end
    }
    return pieces
}
