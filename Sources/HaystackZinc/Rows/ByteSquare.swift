/// Eight rows of eight bytes, each row a word whose lowest byte is the first.
///
/// The words are fields rather than an array, so that they stay in registers.
struct ByteSquare {
    private var a: UInt64, b: UInt64, c: UInt64, d: UInt64, e: UInt64, f: UInt64, g: UInt64, h: UInt64

    /// Loads eight bytes from each of eight places, so many bytes apart.
    @inline(__always)
    init(_ rows: UnsafeRawPointer, stride: Int) {
        unsafe a = ByteSquare.load(rows, 0)
        unsafe b = ByteSquare.load(rows, stride)
        unsafe c = ByteSquare.load(rows, 2 &* stride)
        unsafe d = ByteSquare.load(rows, 3 &* stride)
        unsafe e = ByteSquare.load(rows, 4 &* stride)
        unsafe f = ByteSquare.load(rows, 5 &* stride)
        unsafe g = ByteSquare.load(rows, 6 &* stride)
        unsafe h = ByteSquare.load(rows, 7 &* stride)
    }

    @inline(__always)
    private static func load(_ rows: UnsafeRawPointer, _ offset: Int) -> UInt64 {
        unsafe UInt64(littleEndian: rows.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// Stores the rows at eight places, so many bytes apart.
    @inline(__always)
    func store(_ room: UnsafeMutableRawPointer, stride: Int) {
        unsafe ByteSquare.store(a, room, 0)
        unsafe ByteSquare.store(b, room, stride)
        unsafe ByteSquare.store(c, room, 2 &* stride)
        unsafe ByteSquare.store(d, room, 3 &* stride)
        unsafe ByteSquare.store(e, room, 4 &* stride)
        unsafe ByteSquare.store(f, room, 5 &* stride)
        unsafe ByteSquare.store(g, room, 6 &* stride)
        unsafe ByteSquare.store(h, room, 7 &* stride)
    }

    @inline(__always)
    private static func store(_ row: UInt64, _ room: UnsafeMutableRawPointer, _ offset: Int) {
        unsafe room.storeBytes(of: row.littleEndian, toByteOffset: offset, as: UInt64.self)
    }

    /// The bits that any row has.
    @inline(__always)
    var all: UInt64 { a | b | c | d | e | f | g | h }

    /// Makes rows of what were columns: squares of four by four change places, then those of two by two in each, then single bytes.
    @inline(__always)
    mutating func transpose() {
        let halves: UInt64 = 0x0000_0000_ffff_ffff
        ByteSquare.exchange(&a, &e, 32, halves)
        ByteSquare.exchange(&b, &f, 32, halves)
        ByteSquare.exchange(&c, &g, 32, halves)
        ByteSquare.exchange(&d, &h, 32, halves)
        let pairs: UInt64 = 0x0000_ffff_0000_ffff
        ByteSquare.exchange(&a, &c, 16, pairs)
        ByteSquare.exchange(&b, &d, 16, pairs)
        ByteSquare.exchange(&e, &g, 16, pairs)
        ByteSquare.exchange(&f, &h, 16, pairs)
        let bytes: UInt64 = 0x00ff_00ff_00ff_00ff
        ByteSquare.exchange(&a, &b, 8, bytes)
        ByteSquare.exchange(&c, &d, 8, bytes)
        ByteSquare.exchange(&e, &f, 8, bytes)
        ByteSquare.exchange(&g, &h, 8, bytes)
    }

    /// Exchanges the high parts of one word with the low parts of another.
    @inline(__always)
    private static func exchange(_ low: inout UInt64, _ high: inout UInt64, _ shift: UInt64, _ mask: UInt64) {
        let difference = ((low &>> shift) ^ high) & mask
        high ^= difference
        low ^= difference &<< shift
    }
}
