import HaystackCore
import HaystackZinc
import NIOCore
import Testing

@testable import HxpyWire

@Suite("A request frame")
struct RequestFrameTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let batch: InstructionBatch
        let bytes: String
    }

    static let cases = [
        Case(
            testDescription: "an expression alone",
            batch: InstructionBatch(eval: "1+1"),
            bytes: "17 5b 01 15 7b 01 ff 04 6576616c 09 ff 03 312b31 7d 5d"
        ),
        Case(
            testDescription: "a definition without a value",
            batch: InstructionBatch(before: [.define("x", .null)], eval: "x"),
            bytes: "17 5b 02 15 7b 01 ff 03 646566 09 ff 01 78 7d 15 7b 01 ff 04 6576616c 09 ff 01 78 7d 5d"
        ),
        Case(
            testDescription: "a definition, a statement, an expression",
            batch: InstructionBatch(before: [.define("a", 12), .exec("b=a")], eval: "b"),
            bytes: """
                17 5b 03 15 7b 02 ff 03 646566 09 ff 01 61 ff 01 76 06 000c ff 00 7d \
                15 7b 01 ff 04 65786563 09 ff 03 623d61 7d 15 7b 01 ff 04 6576616c 09 ff 01 62 7d 5d
                """
        ),
        Case(
            testDescription: "a matrix",
            batch: InstructionBatch(before: [.define("m", .matrix(matrix(1, 2, [1, -0.0])))], eval: "m"),
            bytes: """
                17 5b 02 15 7b 02 ff 03 646566 09 ff 01 6d ff 01 76 \
                15 7b 04 ff 07 6e646172726179 01 ff 01 72 06 0001 ff 00 ff 01 63 06 0002 ff 00 \
                ff 05 6279746573 13 10 3ff0000000000000 8000000000000000 7d 7d \
                15 7b 01 ff 04 6576616c 09 ff 01 6d 7d 5d
                """
        ),
        Case(
            testDescription: "text beyond the basic plane, counted by scalars",
            batch: InstructionBatch(eval: "'😀é'"),
            bytes: "17 5b 01 15 7b 01 ff 04 6576616c 09 ff 04 27 f09f9880 c3a9 27 7d 5d"
        ),
    ]

    static func matrix(_ rows: Int, _ columns: Int, _ values: [Double]) -> MatrixGrid {
        var matrix = MatrixGrid(rows: rows, columns: columns)
        for row in 0..<rows { for column in 0..<columns { matrix[row, column] = values[row * columns + column] } }
        return matrix
    }

    private func bytes(_ frame: RequestFrame) -> [UInt8] {
        frame.parts.flatMap { Array($0.readableBytesView) }
    }

    private func payload(_ value: Value) throws -> [UInt8] {
        Array(bytes(try RequestFrame(value)).dropFirst(4))
    }

    @Test("is its length and the batch, byte for byte", arguments: cases)
    func bytes(_ example: Case) throws {
        let expected = hex(example.bytes)
        let frame = try RequestFrame(example.batch)
        #expect(bytes(frame) == [0, 0, 0, UInt8(expected.count)] + expected)
        #expect(frame.count == expected.count + 4)
    }

    @Test("is of a List of Dicts that ends with the expression")
    func value() {
        let batch = InstructionBatch(before: [.exec("import numpy"), .define("x", "y")], eval: "x")
        #expect(batch.value == [["exec": "import numpy"], ["def": "x", "v": "y"], ["eval": "x"]])
    }

    @Test("has matrices as ndarrays in lists and dicts, however deep")
    func nested() throws {
        let matrix = Value.matrix(Self.matrix(2, 1, [1, 2]))
        let array = ndarray(2, 1, .buf(hex("3ff0000000000000 4000000000000000")))
        #expect(try payload([1, matrix, ["a": matrix, "b": [matrix]], []]) == wire([1, array, ["a": array, "b": [array]], []]))
    }

    @Test("has matrices in a grid's cells as grids")
    func inGrid() throws {
        let grid = Value.grid(Grid(rows: [["m": .matrix(Self.matrix(1, 1, [7]))]]))
        #expect(try payload([grid]) == wire([grid]))
    }

    @Test("has large matrices in parts of their own, with the same bytes", arguments: [4095, 4096, 40_000])
    func large(count: Int) throws {
        let values = (0..<count).map { Double($0) / 3 }
        let value = Value.matrix(try MatrixGrid(rows: count, columns: 1, values))
        let cells = values.flatMap { value in (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> (56 - 8 * UInt64($0))) } }
        let frame = try RequestFrame([value, "after", value])
        let array = ndarray(.number(Double(count)), 1, .buf(cells))
        #expect(try Array(bytes(frame).dropFirst(4)) == wire([array, "after", array]))
        #expect(frame.parts.count == (count * 8 < RequestWriter.partSize ? 1 : 5))
        #expect(bytes(frame).prefix(4).reduce(0) { $0 << 8 | Int($1) } == frame.count - 4)
    }

    @Test("has the extents of empty and of wide shapes", arguments: [(0, 0), (0, 5), (70_000, 0), (5_000_000_000, 0)])
    func emptyShapes(rows: Int, columns: Int) throws {
        let value = Value.matrix(MatrixGrid(rows: rows, columns: columns))
        #expect(try payload(value) == wire(ndarray(.number(Double(rows)), .number(Double(columns)), .buf([]))))
    }

    @Test("is refused beyond the largest length")
    func tooLarge() throws {
        let value = Value.str(String(repeating: "x", count: 100))
        #expect(throws: HxpyError(.limit, "")) { try RequestFrame(value, largest: 102) }
        #expect(try RequestFrame(value, largest: 103).count == 107)
    }

    @Test("is refused where values stand too deep")
    func tooDeep() {
        var plain: Value = 1
        var matrix = Value.matrix(MatrixGrid(rows: 1, columns: 1))
        for _ in 0...100 {
            plain = [plain]
            matrix = [matrix]
        }
        #expect(throws: HxpyError(.limit, "")) { try RequestFrame(plain) }
        #expect(throws: HxpyError(.limit, "")) { try RequestFrame(matrix) }
    }
}
