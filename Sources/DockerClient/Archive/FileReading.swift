internal import NIOCore
internal import NIOPosix

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Files of this machine, read on NIO's threads for blocking work, not on those of the tasks.
enum FileReading {
    /// Runs what may block.
    static func offPool<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await NIOThreadPool.singleton.runIfActive(body)
    }

    /// Reads a file, or so many bytes of it.
    static func forEachPiece(of path: String, limit: Int = .max, _ body: (ByteBuffer) async throws -> Void) async throws {
        let file = try await OpenFile.open(path)
        defer { file.close() }
        var left = limit
        while left > 0 {
            let piece = try await file.read(atMost: left)
            guard piece.readableBytes > 0 else { return }
            left -= piece.readableBytes
            try await body(piece)
        }
    }

    /// What a file is; nil for sockets, pipes and devices.
    static func entry(_ path: String) async throws -> TarEntry? {
        try await offPool {
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            var entry = TarEntry(
                path: path,
                permissions: attributes[.posixPermissions] as? Int ?? 0o644,
                modified: Int((attributes[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0)
            )
            switch attributes[.type] as? FileAttributeType {
            case .typeRegular: entry.size = (attributes[.size] as? Int) ?? Int(attributes[.size] as? UInt64 ?? 0)
            case .typeDirectory: entry.kind = .folder
            case .typeSymbolicLink: entry.kind = .symlink(target: try FileManager.default.destinationOfSymbolicLink(atPath: path))
            default: return nil
            }
            return entry
        }
    }
}
