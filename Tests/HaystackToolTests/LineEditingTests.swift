import Testing

@testable import haystack

/// What keys do to a line.
@Suite struct LineEditingTests {
    private static let history = ["first = 1", "import numpy", "second = 2"]

    /// Keys, the line they give, and the place of the cursor.
    static let edits: [(keys: [Key], text: String, cursor: Int)] = [
        (type("abc"), "abc", 3),
        (type("abc") + [.left, .left, .scalar("x")], "axbc", 2),
        (type("abc") + [.home, .scalar("x"), .end, .scalar("y")], "xabcy", 5),
        (type("abc") + [.left, .backspace], "ac", 1),
        (type("abc") + [.left, .delete, .delete], "ab", 2),
        (type("abc") + [.home, .backspace, .left], "abc", 0),
        (type("abc") + [.home, .control("d")], "bc", 0),
        (type("one two_2 three") + [.wordLeft, .wordLeft, .control("k")], "one ", 4),
        (type("one two") + [.home, .wordRight, .control("u")], " two", 0),
        (type("one two ") + [.control("w")], "one ", 4),
        (type("one two") + [.control("w"), .home, .control("y")], "twoone ", 3),
        (type("if x:") + [.home, .tab], "    if x:", 4),
        // Characters of several scalars are one.
        (type("e\u{301}x") + [.left, .backspace], "x", 0),
        (type("👩‍👩‍👧") + [.backspace], "", 0),
        (type("λό") + [.left, .scalar("-")], "λ-ό", 2),
        // The history, and the line that was being written.
        ([.up], "second = 2", 10),
        ([.up, .up, .up, .up, .up], "first = 1", 9),
        (type("draft") + [.up, .up, .down, .down], "draft", 5),
        ([.up, .down, .down], "", 0),
        ([.up, .backspace, .scalar("3")], "second = 3", 10),
        // Its search.
        ([.control("r")] + type("s") + [.end], "second = 2", 10),
        ([.control("r")] + type("s") + [.control("r"), .end], "first = 1", 9),
        ([.control("r")] + type("num") + [.end, .scalar("!")], "import numpy!", 13),
        ([.control("r")] + type("zzz") + [.end], "", 0),
        (type("kept") + [.control("r")] + type("num") + [.control("g")], "kept", 4),
        ([.control("r")] + type("numx") + [.backspace, .end, .up], "first = 1", 9),
        ([.unknown, .control("x")], "", 0),
    ]

    private static func type(_ text: String) -> [Key] { text.unicodeScalars.map { .scalar($0) } }

    @Test(arguments: edits)
    func `keys edit the line`(keys: [Key], text: String, cursor: Int) {
        var editing = LineEditing(history: LineEditingTests.history)
        for key in keys { #expect(editing.take(key) == .edited) }
        #expect(editing.buffer.text == text)
        #expect(editing.buffer.cursor == cursor)
    }

    @Test func `some keys end the line`() {
        var editing = LineEditing(history: [])
        #expect(editing.take(.control("d")) == .end)
        #expect(editing.take(.scalar("a")) == .edited)
        #expect(editing.take(.control("l")) == .clearScreen)
        #expect(editing.take(.control("c")) == .interrupted)
        #expect(editing.take(.enter) == .line("a"))
    }

    @Test func `enter takes what a search has found`() {
        var editing = LineEditing(history: LineEditingTests.history)
        for key in [Key.control("r")] + LineEditingTests.type("num") { _ = editing.take(key) }
        #expect(editing.searchPrompt == "(search)`num': ")
        #expect(editing.take(.enter) == .line("import numpy"))
        #expect(editing.searchPrompt == nil)
    }

    @Test(arguments: [
        ("", 0, 0), ("abc", 0, 3), ("abcdefghij", 1, 0), ("abcdefghijk", 1, 1), ("日本日本日", 1, 0), ("a日本日本日", 1, 2), (">>> λόγος", 0, 9),
    ])
    func `text breaks at the edge of the terminal`(text: String, row: Int, column: Int) {
        let layout = LineLayout(after: text, width: 10)
        #expect(layout.row == row)
        #expect(layout.column == column)
    }

    @Test func `a history is kept in its file, without blanks and repetitions, and not endlessly`() throws {
        let folder = "/tmp/haystack-history-\(UInt64.random(in: 0 ... .max))"
        let path = folder + "/state/py-history"
        var history = History(path: path)
        #expect(history.lines.isEmpty)
        for line in ["a = 1", "", "   ", "a = 1", "print('λ')", "a = 1"] { history.add(line) }
        history.save()
        #expect(History(path: path).lines == ["a = 1", "print('λ')", "a = 1"])
        for number in 0..<2000 { history.add("\(number)") }
        history.save()
        #expect(History(path: path).lines == (1000..<2000).map { "\($0)" })
        #expect(try permissions(path) == 0o600)
        try remove(folder)
        var lost = History(path: "/proc/nowhere/py-history")
        lost.add("a")
        lost.save()
        #expect(lost.lines == ["a"])
    }
}
