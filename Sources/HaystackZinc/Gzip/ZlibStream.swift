import CZlib
import HaystackCore

/// The state that zlib keeps of one stream, with room for its output.
///
/// zlib keeps a pointer back to the state, so that it must not move: it stands in memory of its own, which is freed with the owner.
@safe
struct ZlibStream: ~Copyable {
    enum Direction { case deflate(level: Int), inflate }

    private let state: UnsafeMutablePointer<z_stream>
    private let room: UnsafeMutablePointer<UInt8>
    private let isInflating: Bool

    static let roomSize = 1 << 16
    /// The largest window, and zlib's flag for gzip's header and trailer around the data.
    private static let gzipWindow: Int32 = 15 + 16

    /// - Throws: `.io` where zlib has no memory.
    init(_ direction: Direction) throws(HaystackError) {
        unsafe state = .allocate(capacity: 1)
        unsafe state.initialize(to: z_stream())
        unsafe room = .allocate(capacity: ZlibStream.roomSize)
        let status: Int32
        let size = unsafe Int32(MemoryLayout<z_stream>.size)
        // Sound: the state is initialised with zeros, which asks zlib for its own allocator, and does not move.
        switch direction {
        case .deflate(let level):
            isInflating = false
            status = unsafe deflateInit2_(state, Int32(level), Z_DEFLATED, ZlibStream.gzipWindow, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size)
        case .inflate:
            isInflating = true
            status = unsafe inflateInit2_(state, ZlibStream.gzipWindow, ZLIB_VERSION, size)
        }
        guard status == Z_OK else { throw HaystackError(.io, "zlib could not start: status \(status), expected 0; is there memory left?") }
    }

    deinit {
        // Sound: zlib takes its own state apart, also one that it failed to begin; the memory was allocated by init and is used by nobody else.
        _ = unsafe isInflating ? inflateEnd(state) : deflateEnd(state)
        unsafe state.deallocate()
        unsafe room.deallocate()
    }

    /// Begins the next member.
    func resetInflating() {
        // Sound: the state was begun for inflating.
        _ = unsafe inflateReset(state)
    }

    /// Why zlib refused the data, in its own words.
    var complaint: String {
        // Sound: where there is a message, it is a constant string of zlib.
        guard let message = unsafe state.pointee.msg else { return "damaged data" }
        return unsafe String(cString: message)
    }

    /// Runs zlib once over input.
    ///
    /// - Returns: zlib's status, how many bytes it took, and the room's bytes that it filled, good until the next run.
    func run(_ input: UnsafeBufferPointer<UInt8>, flush: Int32) -> (status: Int32, taken: Int, output: UnsafeBufferPointer<UInt8>) {
        let offered = min(input.count, Int(UInt32.max))
        // Sound: zlib reads at most `avail_in` bytes of the input, which the caller lends for this call, and does not write to it;
        // it writes at most `avail_out` bytes to the room, which is as large.
        unsafe state.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        unsafe state.pointee.avail_in = UInt32(offered)
        unsafe state.pointee.next_out = room
        unsafe state.pointee.avail_out = UInt32(ZlibStream.roomSize)
        let status = unsafe isInflating ? inflate(state, flush) : deflate(state, flush)
        let taken = unsafe offered - Int(state.pointee.avail_in)
        let made = unsafe ZlibStream.roomSize - Int(state.pointee.avail_out)
        unsafe state.pointee.next_in = nil
        unsafe state.pointee.avail_in = 0
        return unsafe (status, taken, UnsafeBufferPointer(start: room, count: made))
    }
}
