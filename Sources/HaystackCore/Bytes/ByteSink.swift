/// A growing buffer of bytes that writers append to.
///
/// `[UInt8]` checks uniqueness and capacity at every append; this buffer is never shared, so that writing a byte after ``reserve(_:)``
/// is a single store.
@safe
package struct ByteSink: ~Copyable {
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    /// Bytes written so far.
    package private(set) var count = 0

    package init(capacity: Int = 256) {
        self.capacity = max(capacity, 16)
        unsafe self.base = .allocate(capacity: self.capacity)
    }

    deinit {
        unsafe base.deallocate()
    }

    /// Makes room for `more` bytes after those written.
    @inline(__always)
    package mutating func reserve(_ more: Int) {
        if capacity - count < more { grow(more) }
    }

    @inline(never)
    private mutating func grow(_ more: Int) {
        let larger = max(capacity * 2, count + more)
        let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        // Sound: `count` bytes are initialised in the old buffer and both hold at least as many.
        unsafe moved.update(from: base, count: count)
        unsafe base.deallocate()
        unsafe base = moved
        capacity = larger
    }

    @inline(__always)
    package mutating func append(_ byte: UInt8) {
        reserve(1)
        // Sound: reserve made room for one byte at `count`.
        unsafe base[count] = byte
        count &+= 1
    }

    /// Appends UTF-8 of a string.
    @inline(__always)
    package mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { bytes in unsafe append(bytes) }
    }

    package mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let source = bytes.baseAddress else { return }
        reserve(bytes.count)
        // Sound: reserve made room for as many bytes as the source has; the buffer is never shared with a caller.
        unsafe (base + count).update(from: source, count: bytes.count)
        count &+= bytes.count
    }

    package mutating func append(_ bytes: [UInt8]) {
        unsafe bytes.withUnsafeBufferPointer { unsafe append($0) }
    }

    /// Appends an integer's bytes, most significant first.
    @inline(__always)
    package mutating func append<Integer: FixedWidthInteger & BitwiseCopyable>(bigEndian value: Integer) {
        let size = MemoryLayout<Integer>.size
        reserve(size)
        // Sound: reserve made room for `size` bytes; storeBytes needs no alignment.
        unsafe UnsafeMutableRawPointer(base + count).storeBytes(of: value.bigEndian, as: Integer.self)
        count &+= size
    }

    /// Gives `write` room for at most `limit` bytes; it returns how many it wrote.
    @inline(__always)
    package mutating func append(upTo limit: Int, _ write: (UnsafeMutableBufferPointer<UInt8>) -> Int) {
        reserve(limit)
        // Sound: reserve made room for `limit` bytes at `count`.
        let written = unsafe write(UnsafeMutableBufferPointer(start: base + count, count: limit))
        precondition(written <= limit)
        count &+= written
    }

    /// Replaces a byte that was written before.
    package mutating func overwrite(at index: Int, with byte: UInt8) {
        precondition(index < count)
        unsafe base[index] = byte
    }

    package mutating func removeLast() {
        precondition(count > 0)
        count -= 1
    }

    /// Forgets what was written and keeps the room.
    package mutating func removeAll() {
        count = 0
    }

    /// The bytes written, for the time of the call.
    package func withBytes<Result, Failure: Error>(_ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result) throws(Failure) -> Result {
        // Sound: `count` bytes are initialised, and the buffer lives until the call returns.
        try unsafe body(UnsafeBufferPointer(start: base, count: count))
    }

    /// A copy of the bytes written.
    package func makeArray() -> [UInt8] {
        unsafe withBytes { unsafe Array($0) }
    }

    /// The bytes written as a string.
    package func makeString() -> String {
        unsafe withBytes { unsafe String(decoding: $0, as: UTF8.self) }
    }
}
