public import NIOCore

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

extension AsyncSequence where Element == ByteBuffer, Self: Sendable {
    /// Unpacks a tar archive, compressed by gzip or not, into a folder.
    ///
    /// Nothing is written outside of the folder: paths that are absolute or go up are refused, and links are made but not followed. Devices and
    /// pipes are left out.
    /// - Parameters:
    ///   - folder: the folder; it is made where there is none.
    ///   - limit: the most bytes of the archive once it is decompressed: a small gzip file can stand for a full disk.
    /// - Throws: `.archive` for a damaged archive or a path that leaves the folder, `.limit`.
    public func unpackTar(into folder: String, limit: Int = 64 << 30) async throws(DockerError) {
        do {
            var unpacking = Unpacking(root: folder, limit: limit)
            try await FileReading.offPool { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }
            for try await piece in self { try await unpacking.take(piece) }
            try await unpacking.finish()
        } catch {
            throw DockerError(source: error)
        }
    }
}

/// Writes the entries of an archive into a folder.
private struct Unpacking {
    let root: String
    let limit: Int
    private var taken = 0
    private var reader = TarReader()
    private var gzip: ZlibStream?
    private var isStarted = false
    private var start = ByteBuffer()
    private var file: OpenFile?
    /// Folders get their permissions at the end, so that a read-only one can be filled.
    private var folders: [(path: String, permissions: Int)] = []

    /// The most bytes that are decompressed at once: zlib can make a thousand times as many of them.
    private static let compressedPiece = 1 << 13

    init(root: String, limit: Int) {
        self.root = root
        self.limit = limit
    }

    mutating func take(_ piece: ByteBuffer) async throws {
        guard !isStarted else { return try await read(piece) }
        start.writeImmutableBuffer(piece)
        guard start.readableBytes >= 2 else { return }
        try await begin()
    }

    private mutating func begin() async throws {
        isStarted = true
        if Gzip.isGzip(start) { gzip = try ZlibStream(.decompress) }
        try await read(start)
    }

    mutating func finish() async throws {
        if !isStarted { try await begin() }
        if let gzip, !gzip.isAtEnd { throw DockerError(.archive, "found the end of the bytes, expected the rest of gzip data") }
        try reader.finish()
        for folder in folders.reversed() { try await Unpacking.setPermissions(folder.permissions, of: folder.path) }
    }

    private mutating func read(_ piece: ByteBuffer) async throws {
        guard let gzip else { return try await unpack(piece) }
        var rest = piece
        while let part = rest.readSlice(length: min(rest.readableBytes, Unpacking.compressedPiece)), part.readableBytes > 0 {
            try await unpack(try gzip.run(part))
        }
    }

    private mutating func unpack(_ piece: ByteBuffer) async throws {
        taken += piece.readableBytes
        guard taken <= limit else { throw DockerError(.limit, "found an archive of more than the \(limit) bytes allowed") }
        reader.append(piece)
        while let event = try reader.next() {
            switch event {
            case .entry(let entry): try await begin(entry)
            case .bytes(let bytes): try await file?.write(bytes)
            case .endOfEntry:
                file?.close()
                file = nil
            }
        }
    }

    private mutating func begin(_ entry: TarEntry) async throws {
        guard let path = try await place(of: entry.path) else { return }
        switch entry.kind {
        case .folder:
            if try await !Unpacking.isFolder(path) {
                try await Unpacking.clear(path)
                try await FileReading.offPool { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false) }
            }
            folders.append((path, entry.permissions))
        case .file:
            try await Unpacking.clear(path)
            file = try await OpenFile.make(path)
            try await Unpacking.setPermissions(entry.permissions, of: path)
        case .symlink(let target):
            try await Unpacking.clear(path)
            try await FileReading.offPool { try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target) }
        case .hardLink(let target):
            guard let source = try await place(of: target) else { return }
            try await Unpacking.clear(path)
            try await FileReading.offPool { try FileManager.default.linkItem(atPath: source, toPath: path) }
        case .other: break
        }
    }

    /// The full path of an entry, its folder made; nil for the root itself.
    ///
    /// - Throws: `.archive` for a path that leaves the root, by itself or through a link.
    private func place(of path: String) async throws -> String? {
        let parts = path.split(separator: "/").filter { $0 != "." }
        guard !path.hasPrefix("/"), !parts.contains(".."), !path.utf8.contains(0) else {
            throw DockerError(.archive, "found the path \"\(path)\" in the archive, expected one that stays within \(root)")
        }
        guard !parts.isEmpty else { return nil }
        var current = root
        for part in parts.dropLast() {
            current += "/" + part
            let folder = current
            if try await Unpacking.isFolder(folder) { continue }
            guard try await FileReading.entry(ifThere: folder) == nil else {
                throw DockerError(
                    .archive,
                    "found \"\(path)\" in the archive, but \(folder) is a link or a file; expected a folder within \(root)"
                )
            }
            try await FileReading.offPool { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false) }
        }
        return current + "/" + (parts.last ?? "")
    }

    private static func isFolder(_ path: String) async throws -> Bool {
        try await FileReading.entry(ifThere: path)?.kind == .folder
    }

    /// Takes away a file or a link that is in the way; a folder stays.
    private static func clear(_ path: String) async throws {
        guard let entry = try await FileReading.entry(ifThere: path) else { return }
        guard entry.kind != .folder else { throw DockerError(.archive, "found a file for \(path) in the archive, but that is a folder") }
        try await FileReading.offPool { try FileManager.default.removeItem(atPath: path) }
    }

    private static func setPermissions(_ permissions: Int, of path: String) async throws {
        try await FileReading.offPool {
            try FileManager.default.setAttributes([.posixPermissions: permissions & 0o777], ofItemAtPath: path)
        }
    }
}

extension FileReading {
    /// What a file is, or nil where there is none. A link is itself, not what it points to.
    fileprivate static func entry(ifThere path: String) async throws -> TarEntry? {
        do { return try await entry(path) } catch is CocoaError { return nil }
    }
}
