import Testing

@testable import HaystackCore

/// Columns of strings and refs keep UTF-8 and make Strings when asked, or ahead where cells share few entries.
@Suite struct TableEntryTests {
    static let texts = ["", "a", "é€😀", String(repeating: "long ", count: 100), "a\u{301}", "á", "\0", "@a \"b\""]

    @Test(arguments: [1, 4, 100])
    func `each cell is its text, however many share one`(repeats: Int) {
        let cells = (0..<repeats).flatMap { _ in TableEntryTests.texts }
        let column = Column("c", cells.map { .str($0) })
        #expect(column.map { $0.string?.utf8.map { $0 } } == cells.map { Array($0.utf8) })
    }

    @Test(arguments: [1, 4, 100])
    func `each cell is its ref, with its own display name`(repeats: Int) {
        let refs = [Ref("a"), Ref("a", dis: ""), Ref("a", dis: "A"), Ref("b", dis: "é"), Ref("3@a"), Ref("a b"), Ref("a", dis: "b")]
        let cells = (0..<repeats).flatMap { _ in refs }
        let column = Column("c", cells.map { .ref($0) })
        #expect(column.map(\.ref?.id) == cells.map(\.id))
        #expect(column.map(\.ref?.dis) == cells.map(\.dis))
    }

    @Test(arguments: [1, 100])
    func `cells can be appended after entries were made`(repeats: Int) {
        var storage = Column("c", (0..<repeats).flatMap { _ in ["x", "y"] as [Value] }).storage
        for cell in ["z", .null, "x", .na] as [Value] { storage.append(cell) }
        #expect((0..<storage.count).suffix(6).map { storage[$0] } == ["x", "y", "z", .null, "x", .na])
        var refs = Column("c", (0..<repeats).flatMap { _ in [.ref("x", dis: "X"), .ref("y")] as [Value] }).storage
        for cell in [.ref("z", dis: "Z"), .null, .ref("x")] as [Value] { refs.append(cell) }
        #expect((0..<refs.count).suffix(5).map { refs[$0].ref?.dis } == ["X", nil, "Z", nil, nil])
        #expect((0..<refs.count).suffix(5).map { refs[$0].ref?.id } == ["x", "y", "z", nil, "x"])
    }

    @Test func `columns with other tables are equal where their cells are`() {
        let left = Column("c", ["a", "b", .null, .na, "\u{e1}"])
        let right = Column("c", ["b", "a", .null, .na, "a\u{301}"].map { $0 })
        #expect(left != right)
        var turned = ColumnBuilder()
        for cell in ["b", "a", "b", .null, .na, "a\u{301}"] as [Value] { turned.append(cell) }
        let storage = turned.finish().select([1, 2, 3, 4, 5])
        // As Swift has it, texts that look alike are equal.
        #expect(left.storage.hasSameCells(as: storage))
        #expect(!left.storage.hasSameCells(as: storage.select([0, 1, 3, 2, 4])))
    }

    @Test func `more texts than are looked for among repeats still all come back`() {
        let cells = (0..<10_000).map { Value.str("text \($0)") } + ["text 1", "text 9999"]
        let column = Column("c", cells)
        #expect(Array(column) == cells)
    }
}
