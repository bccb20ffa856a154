import HaystackCore
import HaystackZinc

extension Invariant {
    /// Cut at places that the input chooses and read in batches of rows, Zinc gives the grid or the fault of the whole, at the same place.
    static let zincBatches = Invariant(name: "zinc-batches") { bytes in
        var choices = Choices(bytes)
        var parser = ZincBatchParser(batchRows: choices.batchRows())
        let sizes = choices.sizes()
        let document = choices.remaining
        let whole = outcome { () throws(HaystackError) in try Zinc.decodeGrid(document) }
        var batches: [Grid] = []
        let joined = outcome { () throws(HaystackError) in
            for piece in pieces(of: document, sizes: sizes) {
                parser.append(piece)
                while let batch = try parser.next() { batches.append(batch) }
            }
            parser.finish()
            while let batch = try parser.next() { batches.append(batch) }
            return join(batches)
        }
        try require(whole == joined, "\(whole) in the whole, \(joined) in batches")
        try batches.forEach(requireNarrowForms)
    }

    /// Cut at places that the input chooses and read in batches of rows, Brio gives the grid of the whole, or a fault as well.
    static let brioBatches = Invariant(name: "brio-batches") { bytes in
        var choices = Choices(bytes)
        var parser = BrioBatchParser(batchRows: choices.batchRows())
        let sizes = choices.sizes()
        let document = choices.remaining
        let whole = try? Grid(brio: document)
        var batches: [Grid] = []
        let joined = outcome { () throws(HaystackError) in
            for piece in pieces(of: document, sizes: sizes) {
                parser.append(piece)
                while let batch = try parser.next() { batches.append(batch) }
            }
            parser.finish()
            while let batch = try parser.next() { batches.append(batch) }
            return join(batches)
        }
        // Which fault is met first may differ: the whole knows early that its rows cannot be as many as they claim to be.
        try require(whole == joined.grid, "\(String(describing: whole)) in the whole, \(joined) in batches")
        try batches.forEach(requireNarrowForms)
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

    private static func join(_ batches: [Grid]) -> Grid {
        var whole = batches.first ?? Grid()
        for batch in batches.dropFirst() { whole.append(contentsOf: batch) }
        return whole
    }

    /// Columns keep their cells in typed arrays wherever the pieces were cut, and whatever was tried before a row was whole.
    private static func requireNarrowForms(_ batch: Grid) throws {
        for column in batch.columns {
            let anew = Column(column.name, Array(column))
            try require((column.doubles == nil) == (anew.doubles == nil), "column \(column.name) could be of numbers")
            try require((column.ticks == nil) == (anew.ticks == nil), "column \(column.name) could be of date-times")
        }
    }
}

extension Choices {
    fileprivate mutating func batchRows() -> Int { Int(byte() & 3) + 1 }
}
