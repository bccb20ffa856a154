import HaystackCore
import HaystackZinc

extension Invariant {
    /// Cut at places that the input chooses and read in batches of rows, Zinc gives the grid or the fault of the whole, at the same place.
    static let zincBatches = Invariant(name: "zinc-batches") { bytes in
        var choices = Choices(bytes)
        var parser = ZincBatchParser(batchRows: Int(choices.byte() & 3) + 1)
        let sizes = choices.sizes()
        let document = choices.remaining
        let whole = outcome { () throws(HaystackError) in try Zinc.decodeGrid(document) }
        let joined = outcome { () throws(HaystackError) in
            var joined: Grid?
            for piece in pieces(of: document, sizes: sizes) {
                parser.append(piece)
                while let batch = try parser.next() { join(&joined, batch) }
            }
            parser.finish()
            while let batch = try parser.next() { join(&joined, batch) }
            return joined ?? Grid()
        }
        try require(whole == joined, "\(whole) in the whole, \(joined) in batches")
    }

    /// Cut at places that the input chooses and read in batches of rows, Brio gives the grid of the whole, or a fault as well.
    static let brioBatches = Invariant(name: "brio-batches") { bytes in
        var choices = Choices(bytes)
        var parser = BrioBatchParser(batchRows: Int(choices.byte() & 3) + 1)
        let sizes = choices.sizes()
        let document = choices.remaining
        let whole = try? Grid(brio: document)
        let joined = outcome { () throws(HaystackError) in
            var joined: Grid?
            for piece in pieces(of: document, sizes: sizes) {
                parser.append(piece)
                while let batch = try parser.next() { join(&joined, batch) }
            }
            parser.finish()
            while let batch = try parser.next() { join(&joined, batch) }
            return joined ?? Grid()
        }
        // Which fault is met first may differ: the whole knows early that its rows cannot be as many as they claim to be.
        try require(whole == joined.grid, "\(String(describing: whole)) in the whole, \(joined) in batches")
    }

    private enum Outcome: Equatable {
        case grid(Grid)
        case fault(HaystackError.Code, HaystackError.Position?)

        var grid: Grid? {
            if case .grid(let grid) = self { grid } else { nil }
        }
    }

    private static func outcome(_ read: () throws(HaystackError) -> Grid) -> Outcome {
        do throws(HaystackError) {
            return .grid(try read())
        } catch {
            return .fault(error.code, error.position)
        }
    }

    private static func join(_ whole: inout Grid?, _ batch: Grid) {
        if whole == nil { whole = batch } else { whole?.append(contentsOf: batch) }
    }
}
