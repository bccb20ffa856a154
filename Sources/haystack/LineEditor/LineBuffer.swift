/// A line of text that is being edited, and the place of the cursor in it.
struct LineBuffer: Equatable {
    private(set) var characters: [Character] = []
    /// How many characters stand before the cursor.
    private(set) var cursor = 0

    var text: String { String(characters) }

    init(_ text: String = "") {
        characters = Array(text)
        cursor = characters.count
    }

    /// Inserts a scalar; one that belongs to the character before the cursor, such as an accent, is joined to it.
    mutating func insert(_ scalar: Unicode.Scalar) {
        if cursor > 0 {
            var joined = String(characters[cursor - 1])
            joined.unicodeScalars.append(scalar)
            if joined.count == 1 {
                characters[cursor - 1] = Character(joined)
                return
            }
        }
        characters.insert(Character(scalar), at: cursor)
        cursor += 1
    }

    mutating func insert(_ text: String) {
        for scalar in text.unicodeScalars { insert(scalar) }
    }

    /// Moves the cursor, as far as there is text.
    mutating func move(by count: Int) {
        cursor = min(max(cursor + count, 0), characters.count)
    }

    mutating func moveToStart() { cursor = 0 }

    mutating func moveToEnd() { cursor = characters.count }

    mutating func moveWordLeft() { cursor = wordStart }

    mutating func moveWordRight() {
        while cursor < characters.count, !characters[cursor].isWord { cursor += 1 }
        while cursor < characters.count, characters[cursor].isWord { cursor += 1 }
    }

    mutating func deleteBefore() {
        guard cursor > 0 else { return }
        cursor -= 1
        characters.remove(at: cursor)
    }

    mutating func deleteAfter() {
        guard cursor < characters.count else { return }
        characters.remove(at: cursor)
    }

    /// Deletes what stands before the cursor, and gives it.
    mutating func deleteToStart() -> String { delete(0..<cursor) }

    /// Deletes what stands after the cursor, and gives it.
    mutating func deleteToEnd() -> String { delete(cursor..<characters.count) }

    /// Deletes back to the start of a word, and gives it.
    mutating func deleteWord() -> String { delete(wordStart..<cursor) }

    private mutating func delete(_ range: Range<Int>) -> String {
        defer {
            characters.removeSubrange(range)
            cursor = range.lowerBound
        }
        return String(characters[range])
    }

    private var wordStart: Int {
        var place = cursor
        while place > 0, !characters[place - 1].isWord { place -= 1 }
        while place > 0, characters[place - 1].isWord { place -= 1 }
        return place
    }
}

extension Character {
    fileprivate var isWord: Bool { isLetter || isNumber || self == "_" }
}
