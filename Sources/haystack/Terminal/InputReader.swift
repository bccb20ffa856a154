import Dispatch
import NIOCore

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Standard input, piece by piece. Nothing is read before it is asked for.
struct InputReader {
    private static let pieceSize = 1 << 16
    private static let queue = DispatchQueue(label: "haystack.input")

    /// The next piece, or nil at the end. It waits on a thread of its own, which a cancellation does not wake: the end of the process does.
    func next() async -> ByteBuffer? {
        await withCheckedContinuation { continuation in
            InputReader.queue.async { continuation.resume(returning: InputReader.read()) }
        }
    }

    private static func read() -> ByteBuffer? {
        var buffer = ByteBuffer()
        while true {
            // Sound: the input is read into the room that the buffer lends for the call, at most its size.
            let count = unsafe buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: pieceSize) { room in
                unsafe max(0, systemRead(STDIN_FILENO, room.baseAddress, pieceSize))
            }
            if count > 0 { return buffer }
            guard wantsRetry() else { return nil }
        }
    }

    // Inside of `read` the name would stand for the function above.
    private static func systemRead(_ descriptor: Int32, _ room: UnsafeMutableRawPointer?, _ size: Int) -> Int {
        errno = 0
        #if canImport(Darwin)
        return unsafe Darwin.read(descriptor, room, size)
        #elseif canImport(Musl)
        return unsafe Musl.read(descriptor, room, size)
        #else
        return unsafe Glibc.read(descriptor, room, size)
        #endif
    }

    /// Whether the call was only interrupted, or the input does not block: then waits for bytes.
    private static func wantsRetry() -> Bool {
        if errno == EINTR { return true }
        guard errno == EAGAIN else { return false }
        var wanted = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        // Sound: one structure is lent for the call.
        return unsafe poll(&wanted, 1, -1) >= 0 || errno == EINTR
    }
}
