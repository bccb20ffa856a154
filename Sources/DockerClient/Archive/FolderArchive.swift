public import NIOCore
internal import NIOPosix

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

extension ByteSource {
    /// A tar archive of what is in a folder: files, folders and symbolic links, in the order of their names, owned by root.
    ///
    /// - Parameters:
    ///   - path: the folder.
    ///   - rules: what is left out.
    ///   - prefix: a folder's name to put before all paths.
    public static func tar(folder path: String, ignoring rules: IgnoreRules = IgnoreRules(), prefix: String = "") -> ByteSource {
        ByteSource { sink in
            try await FolderArchive(root: path, rules: rules, prefix: prefix, sink: sink).send()
        }
    }

    /// A tar archive of files whose bytes are there.
    public static func tar(files: [String: ByteBuffer], permissions: Int = 0o644) -> ByteSource {
        ByteSource { sink in
            for (path, bytes) in files.sorted(by: { $0.key < $1.key }) {
                try await sink(TarHeaderWriter.header(TarEntry(path: path, size: bytes.readableBytes, permissions: permissions)))
                try await sink(bytes)
                try await sink(ByteBuffer(repeating: 0, count: Tar.padding(after: bytes.readableBytes)))
            }
            try await sink(TarHeaderWriter.end)
        }
    }

    /// The bytes of a file.
    public static func file(_ path: String) -> ByteSource {
        ByteSource { sink in
            try await FileReading.forEachPiece(of: path) { try await sink($0) }
        }
    }
}

/// Walks a folder and writes its archive.
private struct FolderArchive {
    let root: String
    let rules: IgnoreRules
    let prefix: String
    let sink: ByteSource.Sink

    func send() async throws {
        try await folder("")
        try await sink(TarHeaderWriter.end)
    }

    private func folder(_ path: String) async throws {
        let full = path.isEmpty ? root : root + "/" + path
        let names = try await FileReading.offPool { try FileManager.default.contentsOfDirectory(atPath: full).sorted() }
        for name in names {
            try Task.checkCancellation()
            try await item(path.isEmpty ? name : path + "/" + name)
        }
    }

    private func item(_ path: String) async throws {
        let isIgnored = rules.ignores(path)
        // An exception may lie deeper in an ignored folder.
        if isIgnored, !rules.hasExceptions { return }
        let full = root + "/" + path
        guard var entry = try await FileReading.entry(full) else { return }
        entry.path = prefix.isEmpty ? path : prefix + "/" + path
        if entry.kind == .folder {
            entry.path += "/"
            if !isIgnored { try await sink(TarHeaderWriter.header(entry)) }
            try await folder(path)
        } else if !isIgnored {
            try await sink(TarHeaderWriter.header(entry))
            if entry.kind == .file { try await bytes(of: full, size: entry.size) }
        }
    }

    private func bytes(of path: String, size: Int) async throws {
        var left = size
        try await FileReading.forEachPiece(of: path, limit: size) { piece in
            left -= piece.readableBytes
            try await sink(piece)
        }
        guard left == 0 else { throw DockerError(.archive, "\(path) lost \(left) of its \(size) bytes while it was read") }
        try await sink(ByteBuffer(repeating: 0, count: Tar.padding(after: size)))
    }
}
