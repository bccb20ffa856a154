/// Refs by place, as ``TextTable`` has texts: ids and display names as UTF-8, and a ``Ref`` only when a cell is asked for.
@usableFromInline
package struct RefTable: Sendable {
    @usableFromInline var ids: TextTable
    /// The display names; empty where there is none.
    @usableFromInline var labels: TextTable
    @usableFromInline var hasLabel: [Bool] = []
    /// All entries as Refs, or none of them.
    private var refs: [Ref] = []

    /// An empty table.
    ///
    /// - Parameter document: as for a ``TextTable``.
    package init(sharing document: [UInt8] = []) {
        ids = TextTable(sharing: document)
        labels = TextTable(sharing: document)
    }

    @inlinable @inline(__always)
    package var count: Int { hasLabel.count }

    package subscript(place: Int) -> Ref {
        if !refs.isEmpty { return refs[place] }
        return Ref(ids[place], dis: hasLabel[place] ? labels[place] : nil)
    }

    /// Lends the UTF-8 of an entry's id, and of its display name where it has one.
    @inlinable @inline(__always)
    package func withRef<Result>(
        _ place: Int,
        _ body: (_ id: UnsafeBufferPointer<UInt8>, _ dis: UnsafeBufferPointer<UInt8>?) throws -> Result
    ) rethrows -> Result {
        try unsafe ids.withText(place) { id in
            guard hasLabel[place] else { return try unsafe body(id, nil) }
            return try unsafe labels.withText(place) { try unsafe body(id, $0) }
        }
    }

    /// How many bytes of a shared document are the table's texts.
    package var sharedSize: Int { ids.sharedSize + labels.sharedSize }

    /// Copies the texts out of the document that the table shares, which it then lets go.
    package mutating func own() {
        ids.own()
        labels.own()
    }

    /// Whether all ids and display names are ASCII, in which a character is a byte.
    package var isASCII: Bool { ids.isASCII && labels.isASCII }

    /// Adds a Ref of the UTF-8 of its id and display name, which must be valid.
    @inlinable
    package mutating func append(id: UnsafeBufferPointer<UInt8>, dis: UnsafeBufferPointer<UInt8>?) {
        unsafe ids.append(id)
        unsafe labels.append(dis ?? UnsafeBufferPointer(start: nil, count: 0))
        hasLabel.append(unsafe dis != nil)
    }

    package mutating func append(_ ref: Ref) {
        ids.append(ref.id)
        labels.append(ref.dis ?? "")
        hasLabel.append(ref.dis != nil)
        if !refs.isEmpty { refs.append(ref) }
    }

    /// Makes the Refs ahead where each is likely to be asked for several times.
    package mutating func prepare(forCells cells: Int) {
        guard refs.isEmpty, isWorthPreparing(count: count, cells: cells) else { return }
        refs = (0..<count).map { self[$0] }
    }
}
