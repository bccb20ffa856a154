import HaystackCore
import Testing

@testable import HaystackZinc

/// A grid whose document is mostly its texts shares the document's bytes; nothing of that may be seen but in memory.
@Suite struct BrioSharingTests {
    private static let texts = (0..<200).map { "A text of its own, number \($0), with é and 😀" }

    /// Texts and refs with and without display names, mostly of their own.
    private static func grid() throws -> Grid {
        try Grid(columns: [
            Column("id", texts.indices.map { .ref(Ref("site:\($0)", dis: $0.isMultiple(of: 3) ? nil : texts[$0])) }),
            Column("text", texts.map { .str($0) }),
            Column("note", texts.enumerated().map { $0.isMultiple(of: 4) ? .str("") : .str($1) }),
        ])
    }

    private static func sharedSizes(_ grid: Grid) -> [Int] { grid.columns.map(\.storage.sharedSize) }

    @Test(arguments: [Brio.Options.StringCounting.scalars, .utf16])
    func `texts that are most of a document stand in it`(counting: Brio.Options.StringCounting) throws {
        var options = Brio.Options()
        options.counting = counting
        let grid = try BrioSharingTests.grid()
        let read = try Grid(brio: grid.brio(options: options), options: options)
        #expect(read == grid)
        // Surrogate pairs are no UTF-8: texts with them cannot stand there.
        let sizes = grid.columns.map { column in
            column.reduce(0) { $0 + ($1.string ?? $1.ref.map { $0.id + ($0.dis ?? "") } ?? "").utf8.count }
        }
        #expect(BrioSharingTests.sharedSizes(read) == (counting == .scalars ? sizes : [0, 0, 0]))
        #expect(read["id"]?.map(\.ref?.dis) == grid["id"]?.map(\.ref?.dis))
        #expect(try read.brio() == grid.brio())
        #expect(try read.zinc() == grid.zinc())
    }

    @Test func `texts that are the lesser part of a document are copied out of it`() throws {
        let rows = 1000
        let grid = try Grid(columns: [
            Column("kW", doubles: (0..<rows).map { Double($0) / 7 }),
            Column("state", (0..<rows).map { .str($0.isMultiple(of: 2) ? "on" : "off") }),
        ])
        let read = try Grid(brio: grid.brio())
        #expect(read == grid)
        #expect(BrioSharingTests.sharedSizes(read) == [0, 0])
    }

    @Test func `a document is shared where more than half of it is texts`() throws {
        for count in 0..<300 {
            let text = String(repeating: "x", count: count)
            let bytes = try Grid(columns: [Column("text", [.str(text)]), Column("buf", [.buf([UInt8](repeating: 7, count: 100))])]).brio()
            let read = try Grid(brio: bytes)
            #expect(read[0]["text"] == .str(text))
            #expect(BrioSharingTests.sharedSizes(read) == [count > bytes.count / 2 ? count : 0, 0], "\(count)")
        }
    }

    @Test func `a grid inside another value shares by the same rule`() throws {
        let grid = try BrioSharingTests.grid()
        let small = try Grid(columns: [Column("a", ["b"])])
        let value = Value.list([.grid(small), .grid(grid), .str("after")])
        var options = Brio.Options()
        options.counting = .scalars
        let bytes = try Brio.encode(value, options: options)
        guard case .list(let items) = try Brio.decode(bytes, options: options), case .grid(let first) = items[0], case .grid(let second) = items[1] else {
            Issue.record("expected a list of grids")
            return
        }
        #expect(first == small)
        #expect(BrioSharingTests.sharedSizes(first) == [0])
        #expect(second == grid)
        #expect(BrioSharingTests.sharedSizes(second).allSatisfy { $0 > 0 })
    }

    @Test func `ids that stand in the document as numbers are texts of their own`() throws {
        let refs = (0..<50).map { row in
            Ref(row.isMultiple(of: 2) ? "1deb31b8-7508b1\(80 + row)" : "site:\(row)", dis: BrioSharingTests.texts[row])
        }
        let grid = try Grid(columns: [Column("id", refs.map { .ref($0) }), Column("text", refs.map { .str($0.dis ?? "") })])
        let read = try Grid(brio: grid.brio())
        #expect(read == grid)
        #expect(read["id"]?.map(\.ref?.id) == refs.map(\.id))
        #expect(read["id"]?.map(\.ref?.dis) == refs.map(\.dis))
    }

    @Test func `a grid that shares can be changed, and its copy stays as it was`() throws {
        let grid = try BrioSharingTests.grid()
        let read = try Grid(brio: grid.brio())
        var builder = GridBuilder(read)
        builder.addRow(["id": .ref("new", dis: "New"), "text": "new text", "note": .na])
        let longer = builder.build()
        #expect(read == grid)
        #expect(longer.rowCount == grid.rowCount + 1)
        #expect(longer[grid.rowCount]["text"] == "new text")
        #expect(longer[grid.rowCount]["id"].ref?.dis == "New")
        #expect(longer[1]["id"].ref?.dis == BrioSharingTests.texts[1])
        #expect(try Grid(brio: longer.brio()) == longer)
    }

    @Test func `a document that fails leaves no grid, and its bytes as they were`() throws {
        var bytes = try BrioSharingTests.grid().brio()
        let before = bytes
        bytes.removeLast()
        #expect(throws: HaystackError.self) { try Grid(brio: bytes) }
        #expect(bytes == before.dropLast())
    }
}
