/// Texts by place: 0 for the first, 1 for the next. What a column of strings has instead of a String for each.
///
/// A String is made when a cell is asked for, or ahead where many cells share few texts: see ``prepare(forCells:)``.
///
/// A table may share the bytes of a document that texts were read from, so that none is copied: it keeps the document, for better or worse;
/// see ``own()``.
@usableFromInline
package struct TextTable: Sendable {
    @usableFromInline var bytes: TextBytes
    @usableFromInline var spans: [TextBytes.Span] = []
    /// All texts as Strings, or none of them.
    @usableFromInline private(set) var strings: [String] = []

    /// An empty table.
    ///
    /// - Parameter document: bytes to share with the texts that stand in them; empty where there are none to share.
    package init(sharing document: [UInt8] = []) {
        bytes = TextBytes(sharing: document)
    }

    @inlinable @inline(__always)
    package var count: Int { spans.count }

    package subscript(place: Int) -> String {
        if !strings.isEmpty { return strings[place] }
        return unsafe withText(place) { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// Lends the UTF-8 of a text.
    @inlinable @inline(__always)
    package func withText<Result>(_ place: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
        try unsafe bytes.withText(spans[place], body)
    }

    /// Whether a text has the same UTF-8 as one of another table.
    func hasSameBytes(_ place: Int, as other: Int, in table: TextTable) -> Bool {
        unsafe withText(place) { left in
            unsafe table.withText(other) { unsafe ByteTable.areEqual(left, $0) }
        }
    }

    /// Whether all texts are ASCII, in which a character is a byte.
    ///
    /// Of a table that shares a document this is not known, and false.
    package var isASCII: Bool { bytes.isASCII }

    /// Adds a text of its UTF-8, which must be valid. One that stands in the document that the table shares is not copied.
    @inlinable @inline(__always)
    package mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
        precondition(strings.isEmpty)
        if let span = unsafe bytes.share(text) { return spans.append(span) }
        unsafe appendCopy(text)
    }

    @usableFromInline
    mutating func appendCopy(_ text: UnsafeBufferPointer<UInt8>) {
        own()
        spans.append(unsafe bytes.copy(text))
    }

    package mutating func append(_ text: String) {
        own()
        spans.append(bytes.copy(text))
        if !strings.isEmpty { strings.append(text) }
    }

    /// How many bytes of a shared document are the table's texts.
    package var sharedSize: Int { bytes.sharedSize }

    /// Copies the texts out of the document that the table shares, which it then lets go.
    package mutating func own() {
        guard bytes.isShared else { return }
        var owned = TextBytes(capacity: bytes.sharedSize)
        for place in 0..<count { spans[place] = unsafe bytes.withText(spans[place]) { unsafe owned.copy($0) } }
        bytes = owned
    }

    /// Makes the Strings ahead where each is likely to be asked for several times.
    package mutating func prepare(forCells cells: Int) {
        guard strings.isEmpty, isWorthPreparing(count: count, cells: cells) else { return }
        strings = (0..<count).map { self[$0] }
    }
}

/// Whether a table's entries are made ahead: where they are few beside the cells that name them.
func isWorthPreparing(count: Int, cells: Int) -> Bool { count * 4 <= cells }
