import HaystackCore
import Testing

@testable import HaystackZinc

@Suite struct BrioFormatTests {
    @Test(arguments: BrioSamples.both) func `a value is written as the format says`(sample: BrioSample) throws {
        #expect(hexText(try Brio.encode(sample.value, options: sample.options)) == hexText(sample.bytes))
    }

    @Test(arguments: BrioSamples.both + BrioSamples.readOnly) func `bytes are read as the format says`(sample: BrioSample) throws {
        let value = try Brio.decode(sample.bytes, options: sample.options)
        #expect(value == sample.value)
        #expect(value.debugText == sample.value.debugText)
    }

    @Test func `negative zero keeps its sign`() throws {
        let value = try Brio.decode(try Brio.encode(.number(-0.0)))
        #expect(value.number?.value.sign == .minus)
    }

    @Test func `a Ref keeps its display name`() throws {
        #expect(try Brio.decode(hex("0aff03666f6f03466f6f")).ref?.dis == "Foo")
        #expect(try Brio.decode(hex("0aff03666f6f00")).ref?.dis == nil)
    }

    @Test func `a Time is cut to whole milliseconds`() throws {
        let time = try HaystackTime(1, 2, 3, nanosecond: 4_999_999)
        #expect(try Brio.decode(try Brio.encode(.time(time))) == .time(try HaystackTime(1, 2, 3, nanosecond: 4_000_000)))
    }

    @Test func `a Coord is rounded to millionths of a degree`() throws {
        let coord = try Coord(latitude: 37.545_826_7, longitude: -77.449_188_4)
        #expect(try Brio.decode(try Brio.encode(.coord(coord))) == .coord(try Coord(latitude: 37.545_827, longitude: -77.449_188)))
    }

    @Test func `an offset that differs from the zone's is lost`() throws {
        let given = DateTime(ticks: 0, zone: .utc, offsetSeconds: 3600)
        let read = try Brio.decode(try Brio.encode(.dateTime(given)))
        #expect(read == .dateTime(DateTime(ticks: 0, zone: .utc)))
    }

    @Test func `a matrix is written as a grid`() throws {
        let matrix = try MatrixGrid(rows: 2, columns: 3, [1, 2, 3, 4, 5, 6])
        #expect(
            hexText(try Brio.encode(.matrix(matrix)))
                == "183c030214ff02763014ff02763114ff02763214060001ff00060002ff00060003ff00060004ff00060005ff00060006ff003e"
        )
    }

    @Test func `grids and values have initialisers of their own`() throws {
        let grid = BrioSamples.mixedGrid
        #expect(try Grid(brio: try grid.brio()) == grid)
        #expect(try Value(brio: try Value.marker.brio()) == .marker)
        #expect(throws: HaystackError(.mismatch, "")) { try Grid(brio: [1]) }
    }

    @Test func `a value is read from the middle of bytes`() throws {
        let bytes = hex("05 06000cff00 01")
        try ByteCursor.over(bytes) { cursor throws(HaystackError) in
            cursor.position = 1
            #expect(try Brio.decode(&cursor) == 12)
            #expect(cursor.position == 6)
            #expect(try Brio.decode(&cursor) == .marker)
            #expect(cursor.isAtEnd)
        }
        let (value, end) = try unsafe bytes.withUnsafeBufferPointer { buffer in try unsafe Brio.decode(buffer) }
        #expect(value == true)
        #expect(end == 1)
    }

    @Test func `a value is appended to bytes`() throws {
        var sink = ByteSink()
        sink.append(UInt8(0x7f))
        try Brio.encode(12, into: &sink)
        try Brio.encode(.marker, into: &sink)
        #expect(sink.takeArray() == hex("7f 06000cff00 01"))
    }
}

@Suite struct BrioVarintTests {
    @Test(arguments: [
        (0, "00"), (127, "7f"), (128, "8080"), (16_383, "bfff"), (16_384, "c0004000"), (536_870_911, "dfffffff"),
        (536_870_912, "e00000000020000000"), (Int.max, "e07fffffffffffffff"),
    ]) func `a count takes 1, 2, 4 or 9 bytes`(value: Int, text: String) throws {
        var sink = ByteSink()
        sink.append(varint: value)
        #expect(hexText(sink.takeArray()) == text)
        try ByteCursor.over(hex(text)) { cursor throws(HaystackError) in
            var reader = BrioReader(cursor, options: .haxall)
            #expect(try reader.readVarint("things") == value)
            #expect(reader.cursor.isAtEnd)
        }
    }

    @Test(arguments: ["13e1", "13fe", "13ff", "13e08000000000000000", "13e0ffffffffffffffff", "09e0ffffffffffffffff"])
    func `a negative count other than -1 for text is refused`(text: String) {
        #expect(throws: HaystackError(.syntax, "")) { try Brio.decode(hex(text)) }
    }
}

@Suite struct BrioConstantsTests {
    @Test func `the first line names the version`() throws {
        #expect(try Brio.Constants(text: Array(BrioSamples.constantsText.utf8)).version == "7")
        #expect(try Brio.Constants(text: Array("brio-consts:3\r\n1 a b\r\n".utf8)).text(1) == "a b")
    }

    @Test func `a code without a table is refused with what to load`() {
        let error = #expect(throws: HaystackError.self) { try Brio.decode(hex("175b010901 5d")) }
        #expect(error?.code == .syntax)
        #expect(error?.position == .offset(4))
        #expect(error?.message.contains("Brio.Constants") == true)
    }

    @Test(arguments: ["0903", "098123", "0983b3", "09e07fffffffffffffff"]) func `a code that the table lacks is refused`(text: String) {
        #expect(throws: HaystackError(.syntax, "")) { try Brio.decode(hex(text), options: BrioSamples.withConstants) }
    }

    @Test(arguments: [
        ("brio-consts:1\n0 \nx y\n", 3), ("brio-consts:1\n-1 y", 2), ("brio-consts:1\n99999999 y", 2),
        ("brio-consts:1\n99999999999999999999 y", 2),
        ("brio-consts:1\n0 zero\n", 2), ("brio-consts:1\n1 a\n1 b\n", 3), ("brio-consts:1\n y\n", 2), ("brio-consts:1\n65536 y", 2),
    ]) func `a table with a damaged line is refused with its number`(text: String, line: Int) {
        let error = #expect(throws: HaystackError.self) { try Brio.Constants(text: Array(text.utf8)) }
        #expect(error?.code == .syntax)
        #expect(error?.position == .text(line: line, column: 1))
    }

    @Test(arguments: [[], Array("0 \n1 site\n".utf8), Array("\u{feff}brio-consts:1".utf8)]) func `a file of another kind is refused`(
        bytes: [UInt8]
    ) {
        #expect(throws: HaystackError(.unsupportedVersion, "")) { try Brio.Constants(text: bytes) }
    }

    @Test func `bytes that are not UTF-8 are refused`() {
        #expect(throws: HaystackError(.syntax, "")) { try Brio.Constants(text: Array("brio-consts:1\n1 ".utf8) + [0xff]) }
    }
}
