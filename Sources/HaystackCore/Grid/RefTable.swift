/// Refs by place, as ``TextTable`` has texts: ids and display names as UTF-8, and a ``Ref`` only when a cell is asked for.
@usableFromInline
package struct RefTable: Sendable {
    @usableFromInline
    struct Entry: Sendable {
        @usableFromInline let id: TextBytes.Span
        @usableFromInline let label: TextBytes.Span

        /// - Parameter dis: where the display name stands; nil where there is none.
        @inlinable
        init(id: TextBytes.Span, dis: TextBytes.Span?) {
            self.id = id
            // No text ends before it starts; an Optional would take more memory.
            label = dis ?? TextBytes.Span(start: 0, end: -1)
        }

        @inlinable @inline(__always)
        var dis: TextBytes.Span? { label.end < 0 ? nil : label }
    }

    @usableFromInline var bytes: TextBytes
    @usableFromInline var entries: [Entry] = []
    /// All entries as Refs, or none of them.
    private var refs: [Ref] = []

    /// An empty table.
    ///
    /// - Parameter document: as for a ``TextTable``.
    package init(sharing document: [UInt8] = []) {
        bytes = TextBytes(sharing: document)
    }

    @inlinable @inline(__always)
    package var count: Int { entries.count }

    package subscript(place: Int) -> Ref {
        if !refs.isEmpty { return refs[place] }
        return unsafe withRef(place) { id, dis in
            unsafe Ref(String(decoding: id, as: UTF8.self), dis: dis.map { unsafe String(decoding: $0, as: UTF8.self) })
        }
    }

    /// Lends the UTF-8 of an entry's id, and of its display name where it has one.
    @inlinable @inline(__always)
    package func withRef<Result>(
        _ place: Int,
        _ body: (_ id: UnsafeBufferPointer<UInt8>, _ dis: UnsafeBufferPointer<UInt8>?) throws -> Result
    ) rethrows -> Result {
        let entry = entries[place]
        return try unsafe bytes.withText(entry.id) { id in
            guard let dis = entry.dis else { return try unsafe body(id, nil) }
            return try unsafe bytes.withText(dis) { try unsafe body(id, $0) }
        }
    }

    /// How many bytes of a shared document are the table's texts.
    package var sharedSize: Int { bytes.sharedSize }

    /// Copies the texts out of the document that the table shares, which it then lets go.
    package mutating func own() {
        guard bytes.isShared else { return }
        var owned = TextBytes(capacity: bytes.sharedSize)
        for place in 0..<count {
            entries[place] = unsafe withRef(place) { id, dis in
                unsafe Entry(id: owned.copy(id), dis: dis.map { unsafe owned.copy($0) })
            }
        }
        bytes = owned
    }

    /// Whether all ids and display names are ASCII, in which a character is a byte.
    package var isASCII: Bool { bytes.isASCII }

    /// Adds a Ref of the UTF-8 of its id and display name, which must be valid.
    @inlinable
    package mutating func append(id: UnsafeBufferPointer<UInt8>, dis: UnsafeBufferPointer<UInt8>?) {
        guard let place = unsafe bytes.share(id) else { return unsafe appendCopy(id: id, dis: dis) }
        guard let dis = unsafe dis else { return entries.append(Entry(id: place, dis: nil)) }
        guard let disPlace = unsafe bytes.share(dis) else { return unsafe appendCopy(id: id, dis: dis) }
        entries.append(Entry(id: place, dis: disPlace))
    }

    @usableFromInline
    mutating func appendCopy(id: UnsafeBufferPointer<UInt8>, dis: UnsafeBufferPointer<UInt8>?) {
        own()
        entries.append(unsafe Entry(id: bytes.copy(id), dis: dis.map { unsafe bytes.copy($0) }))
    }

    package mutating func append(_ ref: Ref) {
        own()
        entries.append(Entry(id: bytes.copy(ref.id), dis: ref.dis.map { bytes.copy($0) }))
        if !refs.isEmpty { refs.append(ref) }
    }

    /// Makes the Refs ahead where each is likely to be asked for several times.
    package mutating func prepare(forCells cells: Int) {
        guard refs.isEmpty, isWorthPreparing(count: count, cells: cells) else { return }
        refs = (0..<count).map { self[$0] }
    }
}
