/// The bytes of a table's texts: UTF-8 one after the other, or the document that the texts were read from.
///
/// A decoder adds a text by copying its bytes, or, where they stand in the document, by saying where. An encoder reads them where they are.
@usableFromInline
struct TextBytes: Sendable {
    /// Where a text stands.
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

    @usableFromInline private(set) var bytes: [UInt8]
    /// Whether the bytes are a document's.
    @usableFromInline let isShared: Bool
    /// How many bytes of a document were found to be texts.
    @usableFromInline private(set) var sharedSize = 0

    /// - Parameter document: bytes to share with the texts that stand in them; empty where there are none to share.
    init(sharing document: [UInt8] = []) {
        bytes = document
        isShared = !document.isEmpty
    }

    /// Without texts yet, and of no document.
    init(capacity: Int) {
        self.init()
        bytes.reserveCapacity(capacity)
    }

    /// Lends a text's bytes.
    ///
    /// - Parameter span: as these bytes gave it.
    @inlinable @inline(__always)
    func withText<Result>(_ span: Span, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
        // Sound: a span is got from ``share(_:)`` or ``copy(_:)`` of these bytes, which are never fewer later.
        try unsafe bytes.withUnsafeBufferPointer { try unsafe body(UnsafeBufferPointer(rebasing: $0[span.start..<span.end])) }
    }

    /// Where a text stands in the document that is shared; nil where it does not, or nothing is shared.
    @inlinable @inline(__always)
    mutating func share(_ text: UnsafeBufferPointer<UInt8>) -> Span? {
        guard isShared else { return nil }
        // Wherever it stands: no text may have no address.
        if text.isEmpty { return Span(start: 0, end: 0) }
        // Sound: only the addresses are compared.
        let start = unsafe bytes.withUnsafeBufferPointer { UInt(bitPattern: text.baseAddress) &- UInt(bitPattern: $0.baseAddress) }
        guard start <= UInt(bytes.count), text.count <= bytes.count &- Int(start) else { return nil }
        sharedSize &+= text.count
        return Span(start: Int(start), end: Int(start) &+ text.count)
    }

    /// Copies a text behind those that are there. Not into a document: see ``isShared``.
    @usableFromInline
    mutating func copy(_ text: UnsafeBufferPointer<UInt8>) -> Span {
        precondition(!isShared)
        let start = bytes.count
        unsafe bytes.append(contentsOf: text)
        return Span(start: start, end: bytes.count)
    }

    mutating func copy(_ text: String) -> Span {
        var text = text
        return text.withUTF8 { unsafe copy($0) }
    }

    /// Whether all bytes are ASCII, in which a character is a byte. Of a document this is not asked, and false.
    var isASCII: Bool {
        !isShared && ByteCursor.over(bytes) { $0.asciiCount(atMost: $0.remaining) == $0.remaining }
    }
}
