/// A growing buffer of bytes that writers append to.
///
/// `[UInt8]` checks uniqueness and capacity at every append; this buffer is never shared, so that writing a byte after ``reserve(_:)``
/// is a single store. Methods are inlinable, so that this holds in the codecs' modules too.
@usableFromInline @safe
package struct ByteSink: ~Copyable {
    @usableFromInline var base: UnsafeMutablePointer<UInt8>
    @usableFromInline var capacity: Int
    /// Bytes written so far.
    @usableFromInline package private(set) var count = 0

    @inlinable
    package init(capacity: Int = 256) {
        self.capacity = max(capacity, 16)
        unsafe self.base = .allocate(capacity: self.capacity)
    }

    deinit {
        unsafe base.deallocate()
    }

    /// Makes room for `more` bytes after those written.
    @inlinable @inline(__always)
    package mutating func reserve(_ more: Int) {
        if capacity - count < more { grow(more) }
    }

    @inline(never)
    @usableFromInline mutating func grow(_ more: Int) {
        let larger = max(capacity * 2, count + more)
        let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        // Sound: `count` bytes are initialised in the old buffer and both hold at least as many.
        unsafe moved.update(from: base, count: count)
        unsafe base.deallocate()
        unsafe base = moved
        capacity = larger
    }

    @inlinable @inline(__always)
    package mutating func append(_ byte: UInt8) {
        reserve(1)
        // Sound: reserve made room for one byte at `count`.
        unsafe base[count] = byte
        count &+= 1
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

    /// Appends a part of bytes, such as one entry of a table.
    @inlinable @inline(__always)
    package mutating func append(_ bytes: [UInt8], from start: Int, to end: Int) {
        precondition(start >= 0 && start <= end && end <= bytes.count)
        let length = end &- start
        reserve(length)
        unsafe bytes.withUnsafeBufferPointer { source in
            guard let first = source.baseAddress else { return }
            // Sound: the part was checked to lie within the bytes, and reserve made room for it.
            unsafe ByteSink.copy(first + start, to: base + count, length)
        }
        count &+= length
    }

    /// Appends a part of what another sink holds.
    @inlinable @inline(__always)
    package mutating func append(_ other: borrowing ByteSink, from start: Int, to end: Int) {
        precondition(start >= 0 && start <= end && end <= other.count)
        let length = end &- start
        reserve(length)
        // Sound: the part was checked to lie within what the other sink has written, and reserve made room for it.
        unsafe ByteSink.copy(other.base + start, to: base + count, length)
        count &+= length
    }

    /// Copies few bytes without a call, as most parts are: two words that may overlap, or single bytes.
    @inlinable @inline(__always)
    static func copy(_ source: UnsafePointer<UInt8>, to target: UnsafeMutablePointer<UInt8>, _ length: Int) {
        // Sound: the caller has checked that both hold `length` bytes; words are loaded and stored within them, aligned or not.
        if length >= 8, length <= 16 {
            let tail = unsafe UnsafeRawPointer(source + (length &- 8)).loadUnaligned(as: UInt64.self)
            let head = unsafe UnsafeRawPointer(source).loadUnaligned(as: UInt64.self)
            unsafe UnsafeMutableRawPointer(target).storeBytes(of: head, as: UInt64.self)
            unsafe UnsafeMutableRawPointer(target + (length &- 8)).storeBytes(of: tail, as: UInt64.self)
        } else if length < 8 {
            for index in 0..<length { unsafe target[index] = source[index] }
        } else {
            unsafe target.update(from: source, count: length)
        }
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

    /// Forgets what was written and keeps the room.
    @inlinable
    package mutating func removeAll() {
        count = 0
    }

    /// The bytes written, for the time of the call.
    @inlinable
    package func withBytes<Result, Failure: Error>(_ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result) throws(Failure) -> Result {
        // Sound: `count` bytes are initialised, and the buffer lives until the call returns.
        try unsafe body(UnsafeBufferPointer(start: base, count: count))
    }

    /// A copy of the bytes written.
    @inlinable
    package func makeArray() -> [UInt8] {
        unsafe withBytes { unsafe Array($0) }
    }

    /// The bytes written as a string.
    @inlinable
    package func makeString() -> String {
        unsafe withBytes { unsafe String(decoding: $0, as: UTF8.self) }
    }
}
