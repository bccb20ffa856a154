import HaystackCore
import Testing

@Suite struct DictTests {
    /// A dict of so many tags, `t0: 0`, `t1: 1`, …
    static func numbered(_ count: Int) -> Dict { Dict((0..<count).map { ("t\($0)", .number(Number($0))) }) }

    /// Around the number from which names are looked up in an index.
    static let sizes = [0, 1, 11, 12, 13, 14, 15, 40]

    @Test(arguments: sizes)
    func `every tag is found, in its place, whatever the size`(count: Int) {
        let dict = DictTests.numbered(count)
        #expect(dict.count == count)
        #expect(dict.names == (0..<count).map { "t\($0)" })
        for position in 0..<count {
            #expect(dict["t\(position)"] == .number(Number(position)))
            #expect(dict[position].name == "t\(position)")
        }
        #expect(!dict.has("t\(count)"))
        #expect(dict["t\(count)"] == .null)
    }

    @Test(arguments: sizes.filter { $0 > 0 })
    func `setting null removes a tag and moves the others up`(count: Int) {
        for removed in 0..<count {
            var dict = DictTests.numbered(count)
            dict["t\(removed)"] = nil
            #expect(dict.names == (0..<count).filter { $0 != removed }.map { "t\($0)" })
            #expect(!dict.has("t\(removed)"))
            #expect(dict.allSatisfy { dict[$0.name] == $0.value })
        }
    }

    @Test(arguments: sizes)
    func `a dict shrinks and grows across the index`(count: Int) {
        var dict = DictTests.numbered(count)
        for position in 0..<count { dict["t\(position)"] = .null }
        #expect(dict == [:])
        for position in (0..<count).reversed() { dict["t\(position)"] = .number(Number(position)) }
        #expect(dict == DictTests.numbered(count))
    }

    @Test(arguments: sizes)
    func `removing a tag that is not there does nothing`(count: Int) {
        var dict = DictTests.numbered(count)
        dict["x"] = nil
        #expect(dict == DictTests.numbered(count))
    }

    @Test(arguments: sizes.filter { $0 > 0 })
    func `a tag that is set again keeps its place`(count: Int) {
        var dict = DictTests.numbered(count)
        dict["t0"] = "new"
        #expect(dict.names.first == "t0")
        #expect(dict["t0"] == "new")
        #expect(dict.count == count)
    }

    @Test(arguments: sizes)
    func `merging takes over the other's tags`(count: Int) {
        var dict = DictTests.numbered(count)
        dict.merge(["t0": "new", "x": .marker])
        #expect(dict["t0"] == "new")
        #expect(dict["x"] == .marker)
        #expect(dict.count == max(count, 1) + 1)
    }

    @Test func `a change to a copy leaves the original as it is`() {
        let original = DictTests.numbered(20)
        var copy = original
        copy["t3"] = nil
        copy["new"] = 1
        #expect(original == DictTests.numbered(20))
    }

    @Test(
        arguments: [
            (["dis": "D", "name": "N", "id": .ref("i", dis: "R")], "D"), (["name": "N", "id": .ref("i", dis: "R")], "N"),
            (["id": .ref("i", dis: "R")], "R"),
            (["id": .ref("i")], "i"), (["dis": 5, "id": .ref("i")], "i"), ([:], nil),
        ] as [(Dict, String?)]
    )
    func `a record is called by its dis, its name or its id`(dict: Dict, dis: String?) {
        #expect(dict.dis == dis)
    }
}
