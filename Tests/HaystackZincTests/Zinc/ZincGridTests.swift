import HaystackCore
import HaystackZinc
import Testing

@Suite struct ZincGridTests {
    @Test func `a grid reads with its meta, columns and cells`() throws {
        let grid = try Grid(
            zinc: """
                ver:"3.0" dis:"Meters" site n:5kW
                id,kW dis:"Power" unit:"kW",ok,ts
                @m1 "Meter 1",12.5kW,T,2026-03-13T08:12:05Z UTC
                @m2,NA,F,
                ,,,2026-03-13T08:12:06Z UTC

                """)
        #expect(grid.meta == ["dis": "Meters", "site": .marker, "n": .number(5, unit: "kW")])
        #expect(grid.columnNames == ["id", "kW", "ok", "ts"])
        #expect(grid["kW"]?.meta == ["dis": "Power", "unit": "kW"])
        #expect(grid.rowCount == 3)
        #expect(grid[0]["id"].ref?.dis == "Meter 1")
        #expect(grid["kW"]?.unit == "kW")
        #expect(grid["kW"]?[1] == .na)
        #expect(grid["kW"]?[2] == .null)
        #expect(grid["ts"]?.ticks?.count == 3)
    }

    static let texts = [
        "ver:\"3.0\"\nempty\n",
        "ver:\"3.0\"\na\nN\n1\n",
        "ver:\"3.0\" a:[1,2] b:{c} d\nx p:\"q\" r,y\n1,\n,2\n,\n",
        "ver:\"3.0\"\na,b\n<<\nver:\"3.0\" m\nx,y\n1,2\n>>,<<\nver:\"3.0\"\nempty\n>>\n",
        "ver:\"3.0\"\na\n\"x\"\n\"y\"\n\"x\"\nNA\n",
        "ver:\"3.0\"\na,b\nM,T\nR,F\nNA,N\n".replacing("N\n", with: "\n").replacing("NA,", with: "NA,"),
        "ver:\"3.0\"\na,b\n1kW,1\n2,x\n".replacing("x", with: "\"x\""),
    ]

    @Test(arguments: texts)
    func `a grid is written as it was read`(text: String) throws {
        #expect(try Grid(zinc: text).zinc() == text)
    }

    static let variants: [(String, String)] = [
        ("ver:\"3.0\"\r\na,b\r\n1,2\r\n", "ver:\"3.0\"\na,b\n1,2\n"),
        ("ver:\"3.0\"\na,b\n1,2", "ver:\"3.0\"\na,b\n1,2\n"),
        ("ver:\"3.0\"\na , b\n 1 , 2 \n\n\n", "ver:\"3.0\"\na,b\n1,2\n"),
        ("// c\nver:\"3.0\" // c\na,b // c\n// c\n1,2 // c\n/* c\n */ 3,4\n", "ver:\"3.0\"\na,b\n1,2\n3,4\n"),
        ("ver:\"3.0\" a : 1\nx dis : \"X\"\n1\n", "ver:\"3.0\" a:1\nx dis:\"X\"\n1\n"),
        ("ver:\"2.0\"\na\nBin(text/plain)\n", "ver:\"3.0\"\na\nBin(\"text/plain\")\n"),
        ("ver:\"3.0\"\na\n<<ver:\"3.0\"\nb\n1>>\n", "ver:\"3.0\"\na\n<<\nver:\"3.0\"\nb\n1\n>>\n"),
        ("ver:\"3.0\"\na\n<<ver:\"3.0\"\nb\n1\n\n>>\n", "ver:\"3.0\"\na\n<<\nver:\"3.0\"\nb\n1\n>>\n"),
        ("ver:\"3.0\"", "!"), ("ver:\"3.0\"\n", "!"), ("ver:\"3.0\"\na", "ver:\"3.0\"\na\n"),
        ("ver:\"3.0\"\na\n1\n\n2\n", "!"), ("ver:\"3.0\"\na,a\n", "!"), ("ver:\"3.0\"\na,b\n1\n", "!"), ("ver:\"3.0\"\na,b\n1,2,3\n", "!"),
        ("ver:\"3.0\"\nA\n", "!"), ("ver:\"3.0\"\na,\n", "!"),
        ("ver:\"3.0\" a,b\nc\n", "!"), ("ver:\"3.0\"foo\nc\n", "!"), ("ver:\"3.0\"\nadis:\"x\"\n", "!"), ("ver:3\na\n", "!"),
        ("ver:\"2.0\"\na\nBin(text/plain\n", "!"), ("ver:\"3.0\"\na\nBin(text/plain)\n", "!"),
        ("ver:\"3.0\"\na\n<<ver:\"3.0\"\nb\n1\n", "!"), ("ver:\"3.0\"\r\na\r1\n", "!"),
    ]

    @Test(arguments: variants)
    func `variants of layout read alike, and broken ones are errors`(text: String, plain: String) throws {
        if plain == "!" {
            let error = #expect(throws: HaystackError.self) { try Grid(zinc: text) }
            #expect(error?.position != nil)
        } else {
            #expect(try Grid(zinc: text).zinc() == plain)
        }
    }

    @Test func `a fault in a row is told with its line and column`() throws {
        let error = #expect(throws: HaystackError.self) { try Grid(zinc: "ver:\"3.0\"\na,b\n1,2\n3,}\n") }
        #expect(error?.description == "syntax at line 4, column 3: found '}', expected a value")
    }

    @Test func `a grid without columns is written with one named empty`() throws {
        #expect(try Grid().zinc() == "ver:\"3.0\"\nempty\n")
        #expect(try Grid(zinc: "ver:\"3.0\"\nempty\n").columnNames == ["empty"])
    }

    @Test func `columns of one kind are stored in typed arrays`() throws {
        let grid = try Grid(zinc: "ver:\"3.0\"\nn,d,s,r,f,m\n1kW,2026-01-01T00:00:00Z UTC,\"a\",@a,T,1\n,,,,,\nNA,NA,NA,NA,NA,\"x\"\n")
        let forms = grid.columns.map(\.storage.form)
        #expect(forms == ["numbers", "dateTimes", "strs", "refs", "flags", "values"])
        for column in grid.columns {
            #expect(column[1] == .null)
            #expect(column[2] == (column.name == "m" ? "x" : .na))
        }
    }

    @Test func `a unit like the rest of a hexadecimal number is written as it stands`() throws {
        let text = "ver:\"3.0\"\na,b\n1xFF,2xFF\n2xFF,\"s\"\n"
        #expect(try Grid(zinc: text).zinc() == text)
    }

    @Test(arguments: ["-INFkW", "9e999kW", "-9e999%"])
    func `an infinite number has no unit`(text: String) {
        #expect(throws: HaystackError(.syntax, "")) { try Value(zinc: text) }
        #expect(throws: HaystackError(.syntax, "")) { try Grid(zinc: "ver:\"3.0\"\na\n\(text)\n") }
    }

    @Test(arguments: ["a//b", "a/*", "a\u{a0}b", "\u{a0}"])
    func `a unit that would end early is not written`(unit: String) {
        #expect(throws: HaystackError(.notEncodable, "")) { try Value.number(5, unit: unit).zinc() }
        #expect(throws: HaystackError(.notEncodable, "")) { try Grid(columns: [Column("a", [.number(5, unit: unit)])]).zinc() }
    }

    @Test func `an offset that differs from the zone's rules is kept`() throws {
        for text in ["ver:\"3.0\"\nts\n2010-03-11T23:55:00-07:00 New_York\n", "ver:\"3.0\"\nts\n2010-03-11T23:55:00-05:00 New_York\n"] {
            #expect(try Grid(zinc: text).zinc() == text)
        }
    }

    @Test func `every prefix and every changed byte of a document gives a grid or an error`() throws {
        let document = Array(
            "ver:\"2.0\" m:{a:[1kW,\"\\u00e9\"]}\na dis:\"°\",b\n@r \"d\",2020-01-01T00:00:00Z UTC\n<<ver:\"3.0\"\nx\nC(1,2)\n>>,`u\\:`\nT,12:30:00.5\n".utf8)
        var outcomes = 0
        for length in document.indices {
            outcomes += (try? Zinc.decodeGrid(Array(document[..<length]))) == nil ? 1 : 0
        }
        for place in document.indices {
            for byte in UInt8.min...UInt8.max {
                var changed = document
                changed[place] = byte
                do {
                    let grid = try Zinc.decodeGrid(changed)
                    // What reads must be writable, but for names that only versions before 3 allow.
                    #expect(try Grid(zinc: grid.zinc()) == grid)
                } catch let error {
                    #expect(error.position != nil || error.code == .notEncodable)
                }
                outcomes += 1
            }
        }
        #expect(outcomes > document.count * 256)
    }
}
