internal import NIOCore
internal import Synchronization

#if canImport(System)
internal import System
// NIO has a type of that name, too.
typealias SystemFile = System.FileDescriptor
#else
internal import SystemPackage
typealias SystemFile = SystemPackage.FileDescriptor
#endif

/// A file that is being read or written; closed with its owner at the latest.
final class OpenFile: Sendable {
    private static let pieceSize = 1 << 18

    private let path: String
    private let descriptor: Mutex<SystemFile?>

    private init(_ path: String, _ descriptor: SystemFile) {
        self.path = path
        self.descriptor = Mutex(descriptor)
    }

    deinit { close() }

    /// Opens a file for reading.
    static func open(_ path: String) async throws -> OpenFile {
        try await opening(path) { try SystemFile.open(FilePath(path), .readOnly, options: .closeOnExec) }
    }

    /// Makes a file where there is none; a link in its place is an error.
    static func make(_ path: String) async throws -> OpenFile {
        try await opening(path) {
            try SystemFile.open(
                FilePath(path),
                .writeOnly,
                options: [.create, .exclusiveCreate, .noFollow, .closeOnExec],
                permissions: [.ownerReadWrite]
            )
        }
    }

    private static func opening(_ path: String, _ body: @escaping @Sendable () throws -> SystemFile) async throws -> OpenFile {
        try await FileReading.offPool {
            do { return OpenFile(path, try body()) } catch { throw DockerError(.file, "\(path) cannot be opened: \(error)") }
        }
    }

    /// Reads the next piece; an empty one at the end.
    func read(atMost limit: Int) async throws -> ByteBuffer {
        try await FileReading.offPool { [self] in
            let count = min(limit, OpenFile.pieceSize)
            var buffer = ByteBufferAllocator().buffer(capacity: count)
            // Sound: the file is read into the room that the buffer lends for the call, at most `count` bytes of it.
            try unsafe buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { room in
                try unsafe current().read(into: UnsafeMutableRawBufferPointer(rebasing: room[..<count]))
            }
            return buffer
        }
    }

    /// Writes a piece.
    func write(_ bytes: ByteBuffer) async throws {
        try await FileReading.offPool { [self] in
            do { _ = try current().writeAll(bytes.readableBytesView) } catch {
                throw DockerError(.file, "\(path) cannot be written: \(error)")
            }
        }
    }

    /// Closes the file. A file that was written is complete then.
    func close() {
        descriptor.withLock { descriptor in
            try? descriptor?.close()
            descriptor = nil
        }
    }

    private func current() throws(DockerError) -> SystemFile {
        guard let descriptor = descriptor.withLock({ $0 }) else { throw DockerError(.file, "\(path) is closed") }
        return descriptor
    }
}
