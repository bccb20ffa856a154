import HaystackCore
import Testing

@Suite struct LiteralTests {
    static let name = "x"

    @Test(
        arguments: [
            (nil, .null), (true, .bool(true)), (12, .number(Number(12.0))), (-1, .number(Number(-1.0))), (1.5, .number(Number(1.5))),
            ("a", .str("a")),
            ("a\(name)", .str("ax")), ([1, "a", nil, [2]], .list([.number(1), .str("a"), .null, .list([.number(2)])])),
            (["a": 1, "b": nil], .dict(Dict([("a", .number(1))]))),
            ([:], .dict(Dict())), (["a": ["b": .marker]], .dict(Dict([("a", .dict(Dict([("b", .marker)])))]))),
        ] as [(Value, Value)]
    )
    func `a literal makes the kind that it shows`(literal: Value, value: Value) {
        #expect(literal == value)
    }

    @Test func `of a name given twice the last value holds`() {
        let pairs: [(String, Value)] = [("a", 1), ("b", 2), ("a", 3)]
        let dict = Dict(pairs)
        #expect(dict == ["a": 3, "b": 2])
        #expect(dict.names == ["a", "b"])
    }

    @Test func `rows make a grid whose columns come in the order of their appearance`() {
        let grid: Grid = [["b": 1], ["a": 2, "b": 3]]
        #expect(grid.columnNames == ["b", "a"])
        #expect(grid[0].cells == [1, nil])
    }
}
