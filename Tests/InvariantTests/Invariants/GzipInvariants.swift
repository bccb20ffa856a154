import HaystackCore

@testable import HaystackZinc

extension Invariant {
    /// Gzip that is damaged, cut short or put together as the input chooses inflates in pieces as in the whole, and never to more than a limit.
    static let gzip = Invariant(name: "gzip") { bytes in
        var choices = Choices(bytes)
        let form = choices.byte()
        let sizes = choices.sizes()
        let limit = Int(choices.byte()) * 64
        let compressed = form & 1 == 0 ? choices.remaining : try members(&choices, level: Int(form >> 1) % 10)
        let whole = inflate([compressed], limit: limit)
        let cut = inflate(pieces(of: compressed, sizes: sizes), limit: limit)
        try require(whole == cut, "\(whole) in the whole, \(cut) in pieces")
        try require(whole.output.count <= limit, "\(whole.output.count) bytes, more than the limit of \(limit)")
        let simple = try? Gzip.decompress(compressed, limit: limit)
        try require(simple == (whole.fault == nil ? whole.output : nil), "Gzip.decompress gives something else than the inflater")
    }

    /// One or two members of the input's rest, of which one byte may be changed and the end cut off.
    private static func members(_ choices: inout Choices, level: Int) throws -> [UInt8] {
        let (damage, place, change) = (choices.byte(), Int(choices.byte()), choices.byte())
        let plain = choices.remaining
        var compressed = try Gzip.compress(plain, level: level)
        try require(try Gzip.decompress(compressed) == plain, "what was compressed decompresses to something else")
        if damage & 1 == 1 { compressed += try Gzip.compress(plain) }
        if damage & 2 == 2 { compressed[place % compressed.count] ^= change }
        if damage & 4 == 4 { compressed.removeLast(place % compressed.count) }
        if damage & 8 == 8 { compressed.append(change) }
        return compressed
    }

    private struct Inflated: Equatable {
        var output: [UInt8] = []
        var fault: HaystackError.Code?
    }

    /// Output before a fault may differ with the pieces, so that it does not count.
    private static func inflate(_ pieces: [[UInt8]], limit: Int) -> Inflated {
        var result = Inflated()
        do throws(HaystackError) {
            var inflater = try GzipInflater(limit: limit)
            for piece in pieces {
                try unsafe piece.withUnsafeBufferPointer { bytes throws(HaystackError) in
                    try unsafe inflater.push(bytes) { part in unsafe result.output.append(contentsOf: part) }
                }
            }
            try inflater.finish()
        } catch {
            result = Inflated(fault: error.code)
        }
        return result
    }
}
