import Foundation
import NIOCore
import Testing

@testable import DockerClient

@Suite struct TarTests {
    private static func read(_ pieces: [ByteBuffer]) throws -> [(entry: TarEntry, text: String)] {
        var reader = TarReader()
        var all: [(entry: TarEntry, text: String)] = []
        for piece in pieces {
            reader.append(piece)
            while let event = try reader.next() {
                switch event {
                case .entry(let entry): all.append((entry, ""))
                case .bytes(let bytes): all[all.count - 1].text += String(buffer: bytes)
                case .endOfEntry: break
                }
            }
        }
        try reader.finish()
        return all
    }

    @Test func `an archive cut anywhere is read the same`() async throws {
        let long = String(repeating: "long/", count: 40) + "name"
        let archive = try await ByteSource.tar(files: [
            "a": ByteBuffer(string: "hello"), long: ByteBuffer(string: ""), "ü": ByteBuffer(string: "x"),
        ])
        .collect()
        for pieces in splits(of: archive) {
            let entries = try Self.read(pieces)
            #expect(entries.map(\.entry.path) == ["a", long, "ü"])
            #expect(entries.map(\.text) == ["hello", "", "x"])
        }
    }

    @Test(arguments: [
        TarEntry(path: "f", size: 0, permissions: 0o755, modified: 1_700_000_000, userID: 1000, groupID: 1000),
        TarEntry(path: "d/", kind: .folder, permissions: 0o700),
        TarEntry(path: "l", kind: .symlink(target: String(repeating: "t", count: 300)), permissions: 0o777),
        TarEntry(path: String(repeating: "p", count: 100), kind: .hardLink(target: "f")),
        TarEntry(path: String(repeating: "p", count: 101), userID: 1 << 22, groupID: 1 << 23),
    ])
    func `an entry goes out and comes back`(entry: TarEntry) throws {
        var archive = TarHeaderWriter.header(entry)
        archive.writeImmutableBuffer(TarHeaderWriter.end)
        #expect(archive.readableBytes % 512 == 0)
        #expect(try Self.read([archive]).map(\.entry) == [entry])
    }

    @Test func `a size over eight gigabytes goes out and comes back`() throws {
        var reader = TarReader()
        reader.append(TarHeaderWriter.header(TarEntry(path: "big", size: 10 << 33)))
        guard case .entry(let entry) = try reader.next() else { throw DockerError(.archive, "no entry") }
        #expect(entry.size == 10 << 33)
        #expect(throws: DockerError(.archive, "")) { try reader.finish() }
    }

    @Test func `damage is told`() async throws {
        var archive = try await ByteSource.tar(files: ["a": ByteBuffer(string: "hello")]).collect()
        archive.setInteger(UInt8(ascii: "b"), at: 0)
        #expect(throws: DockerError(.archive, "")) { try Self.read([archive]) }
        #expect(throws: DockerError(.archive, "")) { try Self.read([ByteBuffer(string: String(repeating: "no tar ", count: 100))]) }
    }

    @Test func `GNU tar's own archives are read`() async throws {
        let folder = try TestFolder()
        let long = String(repeating: "n", count: 120)
        try folder.write("in/" + long, "long")
        try folder.write("in/a", "hello")
        for format in ["gnu", "pax", "ustar", "oldgnu"] where format != "ustar" {
            try folder.run("tar", "--format=\(format)", "-cf", "\(folder.path)/x.tar", "-C", "\(folder.path)/in", ".")
            let entries = try Self.read([try await ByteSource.file(folder.path + "/x.tar").collect()])
            #expect(Set(entries.map(\.entry.path)) == ["./", "./a", "./" + long])
            #expect(entries.first { $0.entry.path == "./a" }?.text == "hello")
        }
    }

    @Test func `a folder is archived and GNU tar unpacks it`() async throws {
        let folder = try TestFolder()
        let long = String(repeating: "deep/", count: 30) + "file"
        try folder.write("in/" + long, "deep")
        try folder.write("in/run.sh", "echo")
        try FileManager.default.setAttributes([.posixPermissions: 0o750], ofItemAtPath: folder.path + "/in/run.sh")
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/in/link", withDestinationPath: "run.sh")
        let archive = try await ByteSource.tar(folder: folder.path + "/in").gzip().collect()
        try folder.write("x.tgz", archive)
        try FileManager.default.createDirectory(atPath: folder.path + "/out", withIntermediateDirectories: true)
        try folder.run("tar", "-xzf", "\(folder.path)/x.tgz", "-C", "\(folder.path)/out")
        #expect(try folder.read("out/" + long) == "deep")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.path + "/out/link") == "run.sh")
        #expect(try FileManager.default.attributesOfItem(atPath: folder.path + "/out/run.sh")[.posixPermissions] as? Int == 0o750)
    }
}
