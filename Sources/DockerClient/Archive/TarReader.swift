public import NIOCore

/// Reads a tar archive from bytes that arrive in any pieces: ustar, pax, and the long names of GNU tar. Pure.
///
/// ```swift
/// var reader = TarReader()
/// reader.append(bytes)
/// while let event = try reader.next() {
///     if case .entry(let entry) = event { print(entry.path, entry.size) }
/// }
/// ```
public struct TarReader: Sendable {
    /// What the archive holds, in its order.
    public enum Event: Sendable, Hashable {
        /// An entry begins.
        case entry(TarEntry)
        /// A part of the bytes of the entry that began last.
        case bytes(ByteBuffer)
        /// The entry's bytes are complete.
        case endOfEntry
    }

    private enum Stage {
        case header
        case bytes(left: Int, padding: Int)
        case padding(Int)
        /// Bytes that describe the next entry.
        case description(type: UInt8, size: Int)
        case end
    }

    /// The most bytes that may describe an entry.
    private static let descriptionLimit = 1 << 20

    private var buffer = ByteBuffer()
    private var stage = Stage.header
    private var pending = TarDescription()
    private var offset = 0

    /// Makes a reader.
    public init() {}

    /// Takes bytes.
    public mutating func append(_ bytes: ByteBuffer) {
        if case .end = stage { return }
        guard buffer.readableBytes > 0 else {
            buffer = bytes
            return
        }
        buffer.discardReadBytes()
        buffer.writeImmutableBuffer(bytes)
    }

    /// The next event, or nil when more bytes are needed or the archive is at its end.
    ///
    /// - Throws: `.archive` with the offset of the damage.
    public mutating func next() throws(DockerError) -> Event? {
        while true {
            switch stage {
            case .header:
                guard let block = read(Tar.blockSize) else { return nil }
                if let entry = try begin(block) { return .entry(entry) }
            case .bytes(let left, let padding):
                guard left > 0 else {
                    stage = .padding(padding)
                    return .endOfEntry
                }
                guard let bytes = read(min(left, buffer.readableBytes)), bytes.readableBytes > 0 else { return nil }
                stage = .bytes(left: left - bytes.readableBytes, padding: padding)
                return .bytes(bytes)
            case .padding(let left):
                guard left == 0 || read(left) != nil else { return nil }
                stage = .header
            case .description(let type, let size):
                guard let bytes = read(size) else { return nil }
                try pending.take(type, bytes, at: offset)
                stage = .padding(Tar.padding(after: size))
            case .end:
                buffer = ByteBuffer()
                return nil
            }
        }
    }

    /// Says that the bytes are at their end.
    ///
    /// - Throws: `.archive` in the middle of an entry.
    public func finish() throws(DockerError) {
        switch stage {
        case .end: return
        // Some writers leave out the blocks of zeros at the end.
        case .header where buffer.readableBytes == 0: return
        default: throw DockerError(.archive, "found the end of the bytes at \(offset), expected the rest of a tar archive")
        }
    }

    private mutating func read(_ count: Int) -> ByteBuffer? {
        guard let bytes = buffer.readSlice(length: count) else { return nil }
        offset += count
        return bytes
    }

    /// Reads a header; nil where it only describes the next entry, or ends the archive.
    private mutating func begin(_ block: ByteBuffer) throws(DockerError) -> TarEntry? {
        let header = TarHeader(block)
        if header.isZero {
            stage = .end
            return nil
        }
        guard header.hasGoodSum else {
            throw DockerError(
                .archive,
                "found a damaged tar header at \(offset - Tar.blockSize), expected one whose sum is right; is this tar?"
            )
        }
        let size = try header.number(124, 12, "size", at: offset)
        if let describing = TarDescription.types.firstIndex(of: header.type) {
            guard size <= TarReader.descriptionLimit else {
                throw DockerError(
                    .archive,
                    "found \(size) bytes of tar header at \(offset), expected at most \(TarReader.descriptionLimit)"
                )
            }
            stage = .description(type: TarDescription.types[describing], size: size)
            return nil
        }
        let entry = try header.entry(described: pending, size: size, at: offset)
        pending.forget()
        stage = .bytes(left: entry.size, padding: Tar.padding(after: entry.size))
        return entry
    }
}
