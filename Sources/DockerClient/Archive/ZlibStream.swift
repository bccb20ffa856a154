internal import CZlib
internal import NIOCore

/// The state that zlib keeps of one stream.
///
/// zlib keeps a pointer back to the state, so that it must not move: it stands in memory of its own, which is freed with the owner.
@safe
final class ZlibStream {
    enum Direction { case compress(level: Int), decompress }

    private let state: UnsafeMutablePointer<z_stream>
    private let isInflating: Bool
    private(set) var isAtEnd = false

    private static let roomSize = 1 << 16
    /// The largest window, and zlib's flag for gzip's header and trailer around the data.
    private static let gzipWindow: Int32 = 15 + 16

    init(_ direction: Direction) throws(DockerError) {
        unsafe state = .allocate(capacity: 1)
        unsafe state.initialize(to: z_stream())
        let size = unsafe Int32(MemoryLayout<z_stream>.size)
        let status: Int32
        // Sound: the state is initialised with zeros, which asks zlib for its own allocator, and does not move.
        switch direction {
        case .compress(let level):
            isInflating = false
            status = unsafe deflateInit2_(state, Int32(level), Z_DEFLATED, ZlibStream.gzipWindow, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size)
        case .decompress:
            isInflating = true
            status = unsafe inflateInit2_(state, ZlibStream.gzipWindow, ZLIB_VERSION, size)
        }
        guard status == Z_OK else { throw DockerError(.archive, "zlib could not start: status \(status), expected 0") }
    }

    deinit {
        // Sound: zlib takes its own state apart, also one that it failed to begin; the memory was allocated by init.
        _ = unsafe isInflating ? inflateEnd(state) : deflateEnd(state)
        unsafe state.deallocate()
    }

    /// Runs the input through zlib.
    ///
    /// - Parameter isLast: whether the input ends with it.
    /// - Returns: what came out, which may be nothing yet.
    func run(_ input: ByteBuffer, isLast: Bool = false) throws(DockerError) -> ByteBuffer {
        var input = input
        var output = ByteBuffer()
        while true {
            let before = output.readableBytes
            let (status, taken) = step(input, isLast ? Z_FINISH : Z_NO_FLUSH, &output)
            input.moveReaderIndex(forwardBy: taken)
            switch status {
            case Z_STREAM_END:
                isAtEnd = true
                guard isInflating, input.readableBytes > 0 else { return output }
                // Another member follows.
                isAtEnd = false
                unsafe inflateReset(state)
            case Z_OK, Z_BUF_ERROR:
                if input.readableBytes == 0, output.readableBytes - before < ZlibStream.roomSize { return output }
            default:
                throw DockerError(.archive, "found damaged gzip data: zlib's status is \(status), expected 0")
            }
        }
    }

    private func step(_ input: ByteBuffer, _ flush: Int32, _ output: inout ByteBuffer) -> (status: Int32, taken: Int) {
        var status = Z_OK
        var taken = 0
        // Sound: zlib reads at most `avail_in` bytes of the input and writes at most `avail_out` bytes to the output, both lent for the
        // call; it does not write to the input.
        unsafe input.withUnsafeReadableBytes { source in
            let offered = min(source.count, Int(UInt32.max))
            unsafe state.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress?.assumingMemoryBound(to: UInt8.self))
            unsafe state.pointee.avail_in = UInt32(offered)
            unsafe output.writeWithUnsafeMutableBytes(minimumWritableBytes: ZlibStream.roomSize) { room in
                unsafe state.pointee.next_out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
                unsafe state.pointee.avail_out = UInt32(ZlibStream.roomSize)
                status = unsafe isInflating ? inflate(state, flush) : deflate(state, flush)
                return unsafe ZlibStream.roomSize - Int(state.pointee.avail_out)
            }
            taken = unsafe offered - Int(state.pointee.avail_in)
        }
        unsafe state.pointee.next_in = nil
        unsafe state.pointee.next_out = nil
        return (status, taken)
    }
}
