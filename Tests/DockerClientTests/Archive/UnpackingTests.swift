import Foundation
import NIOCore
import Testing

@testable import DockerClient

/// Pieces that are there, as a sequence.
struct Pieces: AsyncSequence, Sendable {
    let pieces: [ByteBuffer]
    func makeAsyncIterator() -> Iterator { Iterator(rest: pieces[...]) }
    struct Iterator: AsyncIteratorProtocol {
        var rest: ArraySlice<ByteBuffer>
        mutating func next() async throws -> ByteBuffer? { rest.popFirst() }
    }
}

@Suite struct UnpackingTests {
    private static func archive(_ entries: [(TarEntry, String)]) -> ByteBuffer {
        var archive = ByteBuffer()
        for (entry, text) in entries {
            var entry = entry
            entry.size = text.utf8.count
            archive.writeImmutableBuffer(TarHeaderWriter.header(entry))
            archive.writeString(text)
            archive.writeRepeatingByte(0, count: Tar.padding(after: entry.size))
        }
        archive.writeImmutableBuffer(TarHeaderWriter.end)
        return archive
    }

    @Test(arguments: [false, true]) func `files, folders and links are unpacked`(isCompressed: Bool) async throws {
        let folder = try TestFolder()
        var archive = Self.archive([
            (TarEntry(path: "locked/", kind: .folder, permissions: 0o555), ""),
            (TarEntry(path: "locked/a.txt", permissions: 0o640), "hello"),
            (TarEntry(path: "no/folder/before/b"), "b"),
            (TarEntry(path: "link", kind: .symlink(target: "locked/a.txt")), ""),
            (TarEntry(path: "hard", kind: .hardLink(target: "locked/a.txt")), ""),
            (TarEntry(path: "pipe", kind: .other(UInt8(ascii: "6"))), ""),
            (TarEntry(path: "locked/a.txt", permissions: 0o600), "again"),
        ])
        if isCompressed { archive = try Gzip.compress(archive) }
        try await Pieces(pieces: splits(of: archive).last ?? []).unpackTar(into: folder.path + "/out")
        #expect(try folder.read("out/link") == "again")
        #expect(try folder.read("out/hard") == "hello")
        #expect(try folder.read("out/no/folder/before/b") == "b")
        let mode = try FileManager.default.attributesOfItem(atPath: folder.path + "/out/locked/a.txt")[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(try FileManager.default.attributesOfItem(atPath: folder.path + "/out/locked")[.posixPermissions] as? Int == 0o555)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path + "/out/locked")
    }

    @Test(arguments: [
        [(TarEntry(path: "../evil"), "x")],
        [(TarEntry(path: "/evil"), "x")],
        [(TarEntry(path: "a/../../evil"), "x")],
        [(TarEntry(path: "out", kind: .symlink(target: "..")), ""), (TarEntry(path: "out/evil"), "x")],
        [(TarEntry(path: "out", kind: .symlink(target: "/tmp")), ""), (TarEntry(path: "out/evil/", kind: .folder), "")],
        [(TarEntry(path: "evil", kind: .hardLink(target: "../victim")), "")],
        [(TarEntry(path: "up", kind: .symlink(target: "..")), ""), (TarEntry(path: "evil", kind: .hardLink(target: "up/victim")), "")],
    ])
    func `paths that leave the folder are refused`(entries: [(TarEntry, String)]) async throws {
        let folder = try TestFolder()
        try folder.write("victim", "safe")
        let archive = Self.archive(entries)
        await #expect(throws: DockerError(.archive, "")) { try await Pieces(pieces: [archive]).unpackTar(into: folder.path + "/out") }
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/evil"))
        #expect(try folder.read("victim") == "safe")
    }

    @Test func `a file over a link replaces the link, not what it points to`() async throws {
        let folder = try TestFolder()
        try folder.write("victim", "safe")
        let archive = Self.archive([(TarEntry(path: "l", kind: .symlink(target: "../victim")), ""), (TarEntry(path: "l"), "new")])
        try await Pieces(pieces: [archive]).unpackTar(into: folder.path + "/out")
        #expect(try folder.read("victim") == "safe")
        #expect(try folder.read("out/l") == "new")
    }

    @Test func `an archive that grows without end is stopped`() async throws {
        let folder = try TestFolder()
        let bomb = try Gzip.compress(Self.archive([(TarEntry(path: "zeros"), String(repeating: "0", count: 20 << 20))]), level: 9)
        #expect(bomb.readableBytes < 1 << 18)
        await #expect(throws: DockerError(.limit, "")) {
            try await Pieces(pieces: [bomb]).unpackTar(into: folder.path + "/out", limit: 1 << 20)
        }
        let size = try? FileManager.default.attributesOfItem(atPath: folder.path + "/out/zeros")[.size] as? Int
        #expect(size ?? 0 <= 1 << 20)
        let plain = Self.archive([(TarEntry(path: "a"), String(repeating: "0", count: 4096))])
        await #expect(throws: DockerError(.limit, "")) { try await Pieces(pieces: [plain]).unpackTar(into: folder.path + "/out", limit: 4096) }
        try await Pieces(pieces: [plain]).unpackTar(into: folder.path + "/out", limit: plain.readableBytes)
    }

    @Test func `what is in an entry of an unknown kind is no header`() async throws {
        let folder = try TestFolder()
        let inner = Self.archive([(TarEntry(path: "smuggled"), "x")])
        var archive = ByteBuffer()
        for kind: TarEntry.Kind in [.other(UInt8(ascii: "Z")), .file] {
            archive.writeImmutableBuffer(TarHeaderWriter.header(TarEntry(path: "outer", kind: kind, size: inner.readableBytes)))
            archive.writeImmutableBuffer(inner)
        }
        archive.writeImmutableBuffer(TarHeaderWriter.end)
        try await Pieces(pieces: [archive]).unpackTar(into: folder.path + "/out")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/out") == ["outer"])
    }

    @Test func `gzip goes and comes, and damage is told`() throws {
        let bytes = ByteBuffer(bytes: (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) })
        for level in [0, 1, 6, 9] { #expect(try Gzip.decompress(Gzip.compress(bytes, level: level)) == bytes) }
        var twice = try Gzip.compress(bytes)
        twice.writeImmutableBuffer(try Gzip.compress(ByteBuffer(string: "more")))
        #expect(try Gzip.decompress(twice).readableBytes == bytes.readableBytes + 4)
        let whole = try Gzip.compress(bytes)
        #expect(throws: DockerError(.archive, "")) { try Gzip.decompress(whole.getSlice(at: 0, length: whole.readableBytes - 1) ?? whole) }
        #expect(throws: DockerError(.archive, "")) { try Gzip.decompress(ByteBuffer(string: "not gzip")) }
        #expect(throws: DockerError(.limit, "")) {
            try Gzip.decompress(Gzip.compress(ByteBuffer(repeating: 0, count: 1 << 20)), limit: 1000)
        }
    }
}
