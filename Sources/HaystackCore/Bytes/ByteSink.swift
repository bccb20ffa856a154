/// A growing buffer of bytes that writers append to.
///
/// `[UInt8]` checks uniqueness and capacity at every append; this buffer is never shared, so that writing a byte after ``reserve(_:)``
/// is a single store. Methods are inlinable, so that this holds in the codecs' modules too.
///
/// The bytes stand in an array's own storage from the start, so that ``takeArray()`` hands over a large result as it is.
@usableFromInline @safe
package struct ByteSink: ~Copyable {
    /// Keeps the memory. Its elements up to `count` are what was written; the others, whatever stood there, are the room.
    @usableFromInline var storage: [UInt8]
    /// Where the storage's elements stand.
    @usableFromInline var base: UnsafeMutablePointer<UInt8>
    @usableFromInline var capacity: Int
    /// Bytes written so far.
    @usableFromInline package private(set) var count = 0

    /// Results up to this size are copied to an array that has no more room than they need.
    private static let smallSize = 4096
    /// The most room made for what is only expected to come. Beyond it, a result that grows doubles its room.
    private static let mostAhead = 64 << 20

    @inlinable
    package init(capacity: Int = 256) {
        self.capacity = max(capacity, 16)
        let (made, place) = unsafe ByteSink.makeStorage(self.capacity)
        storage = made
        unsafe base = place
    }

    /// Makes an array of as many bytes, which are not set, and says where they stand.
    ///
    /// Sound: bytes need no initialisation to be written or dropped, and none is read before it was written. The elements of an array do not
    /// move as long as nobody else holds it and it does not grow; the sink shares it with nobody and never grows it in place.
    @usableFromInline
    static func makeStorage(_ capacity: Int) -> ([UInt8], UnsafeMutablePointer<UInt8>) {
        var storage = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { _, count in count = capacity }
        let base = unsafe storage.withUnsafeMutableBufferPointer { unsafe $0.baseAddress.unsafelyUnwrapped }
        return unsafe (storage, base)
    }

    /// Makes room for `more` bytes after those written.
    @inlinable @inline(__always)
    package mutating func reserve(_ more: Int) {
        if capacity - count < more { grow(more) }
    }

    @inline(never)
    @usableFromInline mutating func grow(_ more: Int) {
        let larger = max(capacity * 2, count + more)
        let (moved, place) = unsafe ByteSink.makeStorage(larger)
        // Sound: `count` bytes are initialised in the old storage and both have room for at least as many.
        unsafe place.update(from: base, count: count)
        storage = moved
        unsafe base = place
        capacity = larger
    }

    /// Makes room for the rest of something of which the last bytes are the first part, in one step and not much more than it will need.
    ///
    /// - Parameters:
    ///   - rest: how many more parts there are, such as rows.
    ///   - parts: how many parts were written since `start`.
    package mutating func reserve(rest: Int, asLargeAs parts: Int, since start: Int) {
        guard rest > 0, parts > 0 else { return }
        let (bytes, overflow) = ((count - start) / parts + 1).multipliedReportingOverflow(by: rest)
        // A sixteenth more, for parts are not all alike. First ones may even be like no other: no more is made ahead than does no harm.
        reserve(overflow ? ByteSink.mostAhead : min(bytes, ByteSink.mostAhead) / 16 * 17)
    }

    @inlinable @inline(__always)
    package mutating func append(_ byte: UInt8) {
        reserve(1)
        // Sound: reserve made room for one byte at `count`.
        unsafe base[count] = byte
        count &+= 1
    }

    /// Appends the first bytes of a word, its lowest byte first.
    @inlinable @inline(__always)
    package mutating func append(word: UInt64, count some: Int) {
        precondition(some >= 0 && some <= 8)
        reserve(8)
        // Sound: reserve made room for the whole word; what of it is not asked for is overwritten by what comes next.
        unsafe UnsafeMutableRawPointer(base + count).storeBytes(of: word.littleEndian, as: UInt64.self)
        count &+= some
    }

    /// Appends UTF-8 of a string.
    @inlinable @inline(__always)
    package mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { bytes in unsafe append(bytes) }
    }

    @inlinable
    package mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let source = bytes.baseAddress else { return }
        reserve(bytes.count)
        // Sound: reserve made room for as many bytes as the source has; the buffer is never shared with a caller.
        unsafe (base + count).update(from: source, count: bytes.count)
        count &+= bytes.count
    }

    @inlinable
    package mutating func append(_ bytes: [UInt8]) {
        unsafe bytes.withUnsafeBufferPointer { unsafe append($0) }
    }

    /// Appends again what was written before, from one place to another.
    @inlinable @inline(__always)
    package mutating func append(again start: Int, to end: Int) {
        precondition(start >= 0 && start <= end && end <= count)
        let length = end &- start
        reserve(length &+ 8)
        // Sound: the part lies within what was written, and what is written now lies behind that; a whole word has room at both places.
        if length <= 8 {
            let word = unsafe UnsafeRawPointer(base + start).loadUnaligned(as: UInt64.self)
            unsafe UnsafeMutableRawPointer(base + count).storeBytes(of: word, as: UInt64.self)
        } else {
            unsafe (base + count).update(from: base + start, count: length)
        }
        count &+= length
    }

    /// Appends an integer's bytes, most significant first.
    @inlinable @inline(__always)
    package mutating func append<Integer: FixedWidthInteger & BitwiseCopyable>(bigEndian value: Integer) {
        let size = MemoryLayout<Integer>.size
        reserve(size)
        // Sound: reserve made room for `size` bytes; storeBytes needs no alignment.
        unsafe UnsafeMutableRawPointer(base + count).storeBytes(of: value.bigEndian, as: Integer.self)
        count &+= size
    }

    /// Gives `write` room for at most `limit` bytes; it returns how many it wrote.
    @inlinable @inline(__always)
    package mutating func append(upTo limit: Int, _ write: (UnsafeMutableBufferPointer<UInt8>) -> Int) {
        reserve(limit)
        // Sound: reserve made room for `limit` bytes at `count`.
        let written = unsafe write(UnsafeMutableBufferPointer(start: base + count, count: limit))
        precondition(written <= limit)
        count &+= written
    }

    /// Replaces a byte that was written before.
    @inlinable
    package mutating func overwrite(at index: Int, with byte: UInt8) {
        precondition(index < count)
        unsafe base[index] = byte
    }

    @inlinable
    package mutating func removeLast() {
        precondition(count > 0)
        count -= 1
    }

    /// Forgets what was written, but for the first bytes, and keeps the room.
    @inlinable
    package mutating func removeAll(after kept: Int = 0) {
        precondition(kept >= 0 && kept <= count)
        count = kept
    }

    /// The bytes written, for the time of the call.
    @inlinable
    package func withBytes<Result, Failure: Error>(_ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result) throws(Failure) -> Result {
        // Sound: `count` bytes are initialised, and the buffer lives until the call returns.
        try unsafe body(UnsafeBufferPointer(start: base, count: count))
    }

    /// The bytes written, as an array: the sink's own where they are many and fill most of it, else a copy without its room.
    package consuming func takeArray() -> [UInt8] {
        guard count > ByteSink.smallSize, count > capacity / 2 else { return unsafe withBytes { unsafe Array($0) } }
        storage.removeLast(capacity - count)
        return storage
    }

    /// The bytes written as a string.
    @inlinable
    package func makeString() -> String {
        unsafe withBytes { unsafe String(decoding: $0, as: UTF8.self) }
    }
}
