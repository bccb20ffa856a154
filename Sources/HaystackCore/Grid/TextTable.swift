/// Texts by place: 0 for the first, 1 for the next. What a column of strings has instead of a String for each.
///
/// They stand as UTF-8 one after the other, so that a decoder adds one by copying its bytes, and an encoder reads them where they are.
/// A String is made when a cell is asked for, or ahead where many cells share few texts: see ``prepare(forCells:)``.
@usableFromInline
package struct TextTable: Sendable {
    @usableFromInline var bytes: [UInt8] = []
    /// Where each text ends; it starts where the one before ends.
    @usableFromInline var ends: [Int] = []
    /// All texts as Strings, or none of them.
    @usableFromInline private(set) var strings: [String] = []

    package init() {}

    @inlinable @inline(__always)
    package var count: Int { ends.count }

    package subscript(place: Int) -> String {
        if !strings.isEmpty { return strings[place] }
        return unsafe withText(place) { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// Lends the UTF-8 of a text.
    @inlinable @inline(__always)
    package func withText<Result>(_ place: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
        let start = place == 0 ? 0 : ends[place &- 1]
        let end = ends[place]
        // Sound: the ends grow from 0 to the number of bytes, so that the text lies within them.
        return try unsafe bytes.withUnsafeBufferPointer { try unsafe body(UnsafeBufferPointer(rebasing: $0[start..<end])) }
    }

    /// Whether a text has the same UTF-8 as one of another table.
    func hasSameBytes(_ place: Int, as other: Int, in table: TextTable) -> Bool {
        unsafe withText(place) { left in
            unsafe table.withText(other) { unsafe ByteTable.areEqual(left, $0) }
        }
    }

    /// Whether all texts are ASCII, in which a character is a byte.
    package var isASCII: Bool {
        ByteCursor.over(bytes) { $0.asciiCount(atMost: $0.remaining) == $0.remaining }
    }

    /// Adds a text of its UTF-8, which must be valid.
    @inlinable
    package mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
        precondition(strings.isEmpty)
        unsafe bytes.append(contentsOf: text)
        ends.append(bytes.count)
    }

    package mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
        ends.append(bytes.count)
        if !strings.isEmpty { strings.append(text) }
    }

    /// Makes the Strings ahead where each is likely to be asked for several times.
    package mutating func prepare(forCells cells: Int) {
        guard strings.isEmpty, isWorthPreparing(count: count, cells: cells) else { return }
        strings = (0..<count).map { self[$0] }
    }
}

/// Whether a table's entries are made ahead: where they are few beside the cells that name them.
func isWorthPreparing(count: Int, cells: Int) -> Bool { count * 4 <= cells }
