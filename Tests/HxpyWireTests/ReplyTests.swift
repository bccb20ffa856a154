import HaystackCore
import HaystackZinc
import NIOCore
import Testing

@testable import HxpyWire

@Suite("A reply")
struct ReplyTests {
    private func decode(_ value: Value, limits: CodecLimits = CodecLimits()) throws -> Value {
        try Reply(ByteBuffer(bytes: wire(value)), limits: limits).value()
    }

    private static let cells = hex("3ff0000000000000 7ff8000000000123 8000000000000000 4000000000000000 4008000000000000 4010000000000000")

    @Test("has ndarrays as matrices, every bit of them kept")
    func matrix() throws {
        let matrix = try #require(try decode(ndarray(2, 3, .buf(Self.cells))).matrix)
        let bits = [1, Double(bitPattern: 0x7ff8_0000_0000_0123), -0.0, 2, 3, 4].map(\.bitPattern)
        #expect(matrix.rows == 2)
        #expect(matrix.columns == 3)
        #expect(matrix.values.map(\.bitPattern) == bits)
    }

    @Test("has ndarrays as matrices in lists and dicts, whatever else is there")
    func nested() throws {
        let array = ndarray(1, 6, .buf(Self.cells))
        let matrix = try decode(array)
        let value: Value = [array, ["a": array, "b": "ndarray", "ä": [array, .grid(Grid(rows: [["x": 1]])), .null, [:], []]], .buf([1])]
        #expect(
            try decode(value) == [
                matrix, ["a": matrix, "b": "ndarray", "ä": [matrix, .grid(Grid(rows: [["x": 1]])), .null, [:], []]], .buf([1]),
            ]
        )
    }

    @Test("takes an ndarray's tags in any order")
    func order() throws {
        let array: Value = ["bytes": .buf(Self.cells), "c": 1, "ndarray": .marker, "r": 6]
        #expect(try decode(array).matrix?.rows == 6)
    }

    @Test("takes empty shapes", arguments: [(0, 0), (0, 7), (7, 0)])
    func empty(rows: Int, columns: Int) throws {
        let value = try decode(ndarray(.number(Double(rows)), .number(Double(columns)), .buf([])))
        #expect(value == .matrix(MatrixGrid(rows: rows, columns: columns)))
    }

    @Test(
        "refuses ndarrays whose bytes do not fit their shape",
        arguments: [
            ndarray(2, 2, .buf(cells)), ndarray(1.5, 4, .buf(cells)), ndarray(-1, -6, .buf(cells)), ndarray("2", 3, .buf(cells)),
            ndarray(2, 3, "x"), ndarray(2, 3, .null), ndarray(1, 1, .buf([1, 2, 3])), ndarray(4e9, 4e9, .buf([])),
            ndarray(1e300, 0, .buf([])),
            ndarray(.null, 3, .buf(cells)), ndarray(.number(.nan), 3, .buf(cells)),
        ]
    )
    func unsound(value: Value) {
        #expect(throws: HxpyError(.codec, "")) { try decode(value) }
    }

    @Test("keeps Dicts that only look like ndarrays")
    func lookalikes() throws {
        for value: Value in [["ndarray": "x", "bytes": .buf([1])], ["r": 1, "c": 1, "bytes": .buf([1])], ["a": "ndarray"]] {
            #expect(try decode(value) == value)
        }
    }

    @Test("leaves null tags out, whatever stands before, also of Dicts that might be ndarrays")
    func nullTags() throws {
        // {a, a:null, ndarray:null}
        let reply = Reply(ByteBuffer(bytes: hex("15 7b 03 ff0161 05 ff0161 00 ff076e646172726179 00 7d")), limits: CodecLimits())
        #expect(try reply.value() == ["a": true])
    }

    @Test("has its depth limit also around ndarrays")
    func depth() throws {
        let array = ndarray(1, 1, .buf(hex("3ff0000000000000")))
        let limits = CodecLimits(depth: 3)
        #expect(try decode([[array]], limits: limits)[0][0].matrix != nil)
        #expect(throws: HxpyError(.limit, "")) { try decode([[[array]]], limits: limits) }
        #expect(throws: HxpyError(.limit, "")) { try decode([[array, [[1]]]], limits: limits) }
    }

    @Test("that cannot be read is a codec error, not a broken connection")
    func codec() {
        let date = Reply(ByteBuffer(bytes: hex("0d 07e4 02 1e")), limits: CodecLimits())
        #expect(throws: HxpyError(.codec, "")) { try date.value() }
        let text = Reply(ByteBuffer(bytes: hex("09 ff 01 c3ff")), limits: CodecLimits())
        #expect(throws: HxpyError(.codec, "")) { try text.value() }
    }

    @Test("is known to tell of an exception by its meta alone")
    func pythonError() throws {
        for (value, expected) in [
            (errorGrid("x"), true), (.grid(Grid(meta: ["dis": "x"])), false), (.grid(Grid()), false), (["err": .marker], false), (1, false),
        ] {
            #expect(try Reply(ByteBuffer(bytes: wire(value)), limits: CodecLimits()).isPythonError == expected)
        }
    }
}

@Suite("A Python error")
struct PythonErrorTests {
    @Test("has the class, text and traceback of a reply's meta")
    func reply() throws {
        let error = try #require(PythonError(reply: errorGrid("division by zero", type: "ZeroDivisionError", trace: "Traceback: …")))
        #expect(error == PythonError(type: "ZeroDivisionError", message: "division by zero", traceback: "Traceback: …"))
        #expect(error.description == "Traceback: …")
    }

    @Test("can be read without a traceback and without a class")
    func description() {
        #expect(PythonError(type: "KeyError", message: "'x'").description == "KeyError: 'x'")
        #expect(PythonError(message: "'x'").description == "'x'")
        #expect(PythonError(reply: errorGrid("x", trace: ""))?.description == "x")
        #expect(PythonError(reply: .grid(Grid(meta: ["err": .marker])))?.message.isEmpty == false)
    }

    @Test("is no other reply")
    func results() {
        #expect(PythonError(reply: .grid(Grid(meta: ["errMsg": "x"]))) == nil)
        #expect(PythonError(reply: ["err": .marker]) == nil)
    }
}
