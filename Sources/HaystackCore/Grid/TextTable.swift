/// Texts by place: 0 for the first, 1 for the next. What a column of strings has instead of a String for each.
///
/// They stand as UTF-8 one after the other, so that a decoder adds one by copying its bytes, and an encoder reads them where they are.
/// A String is made when a cell is asked for, or ahead where many cells share few texts: see ``prepare(forCells:)``.
///
/// A table may share the bytes of a document that texts were read from, so that none is copied: it keeps the document, for better or worse;
/// see ``own()``.
@usableFromInline
package struct TextTable: Sendable {
    /// Where a text stands among the bytes.
    @usableFromInline
    struct Span: Sendable {
        @usableFromInline let start: Int
        @usableFromInline let end: Int

        @inlinable
        init(start: Int, end: Int) {
            self.start = start
            self.end = end
        }
    }

    @usableFromInline var bytes: [UInt8]
    /// Whether the bytes are a document's.
    @usableFromInline private(set) var isShared: Bool
    @usableFromInline var spans: [Span] = []
    /// All texts as Strings, or none of them.
    @usableFromInline private(set) var strings: [String] = []

    /// An empty table.
    ///
    /// - Parameter document: bytes to share with the texts that stand in them; empty where there are none to share.
    package init(sharing document: [UInt8] = []) {
        bytes = document
        isShared = !document.isEmpty
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
        let span = spans[place]
        // Sound: what is added to the spans lies within the bytes, which are never fewer later.
        return try unsafe bytes.withUnsafeBufferPointer { try unsafe body(UnsafeBufferPointer(rebasing: $0[span.start..<span.end])) }
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
    package var isASCII: Bool {
        !isShared && ByteCursor.over(bytes) { $0.asciiCount(atMost: $0.remaining) == $0.remaining }
    }

    /// Adds a text of its UTF-8, which must be valid. One that stands in the document that the table shares is not copied.
    @inlinable @inline(__always)
    package mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
        precondition(strings.isEmpty)
        if isShared, let span = unsafe place(of: text) { return spans.append(span) }
        unsafe appendCopy(text)
    }

    /// Where a text stands in the bytes, if it does.
    @inlinable @inline(__always)
    func place(of text: UnsafeBufferPointer<UInt8>) -> Span? {
        // Wherever it stands: no text may have no address.
        if text.isEmpty { return Span(start: 0, end: 0) }
        // Sound: only the addresses are compared.
        let start = unsafe bytes.withUnsafeBufferPointer { UInt(bitPattern: text.baseAddress) &- UInt(bitPattern: $0.baseAddress) }
        guard start <= UInt(bytes.count), text.count <= bytes.count &- Int(start) else { return nil }
        return Span(start: Int(start), end: Int(start) &+ text.count)
    }

    @usableFromInline
    mutating func appendCopy(_ text: UnsafeBufferPointer<UInt8>) {
        own()
        let start = bytes.count
        unsafe bytes.append(contentsOf: text)
        spans.append(Span(start: start, end: bytes.count))
    }

    package mutating func append(_ text: String) {
        own()
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        spans.append(Span(start: start, end: bytes.count))
        if !strings.isEmpty { strings.append(text) }
    }

    /// How many bytes of a shared document are the table's texts.
    package var sharedSize: Int { isShared ? spans.reduce(0) { $0 + $1.end - $1.start } : 0 }

    /// Copies the texts out of the document that the table shares, which it then lets go.
    package mutating func own() {
        guard isShared else { return }
        var owned = TextTable()
        owned.bytes.reserveCapacity(sharedSize)
        owned.spans.reserveCapacity(count)
        for place in 0..<count { unsafe withText(place) { unsafe owned.append($0) } }
        owned.strings = strings
        self = owned
    }

    /// Makes the Strings ahead where each is likely to be asked for several times.
    package mutating func prepare(forCells cells: Int) {
        guard strings.isEmpty, isWorthPreparing(count: count, cells: cells) else { return }
        strings = (0..<count).map { self[$0] }
    }
}

/// Whether a table's entries are made ahead: where they are few beside the cells that name them.
func isWorthPreparing(count: Int, cells: Int) -> Bool { count * 4 <= cells }
