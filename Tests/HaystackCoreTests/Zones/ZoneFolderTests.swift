import Foundation
import Testing

@testable import HaystackCore

/// Folders made for the test, with what a system's folder may hold besides zones.
@Suite struct ZoneFolderTests {
    /// Runs with a folder that holds these files and links, given by their paths.
    private func withFolder(_ files: [String: [UInt8]], links: [String: String] = [:], _ body: (String) throws -> Void) throws {
        let files = files.mapValues { Data($0) }
        let root = FileManager.default.temporaryDirectory.appendingPathComponent("zones-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: root) }
        for (path, data) in files {
            let file = root.appendingPathComponent(path)
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try data.write(to: file)
        }
        for (path, target) in links {
            try FileManager.default.createSymbolicLink(atPath: root.appendingPathComponent(path).path, withDestinationPath: target)
        }
        try body(root.path)
    }

    private func zone(_ name: String, in database: ZoneDatabase) throws(HaystackError) -> HaystackTimeZone {
        let bytes = Array(name.utf8)
        return try database.zone(named: bytes.span)
    }

    private let file = TZifFixture().bytes()

    @Test func `zones are found among what else a folder holds`() throws {
        let files = [
            "America/Here": file, "America/Far/There": file, "Alone": file, "leapseconds": Array("# text".utf8), "Empty": [],
            "zone.tab": Array("# codes\nXX\t+00+000\tAmerica/Far/There\tcomment\n".utf8), "posix/America/Hidden": file, "right/Wrong": file,
            "localtime": file, "posixrules": file, "America/a file": file,
        ]
        try withFolder(files, links: ["Link": "America/Here", "Loop": ".", "Lost": "nowhere", "Europe": "America"]) { path in
            let folder = try #require(ZoneFolder(path: path))
            #expect(folder.listed == ["America/Far/There"])
            let database = ZoneDatabase(folder: folder)
            let names = Set(database.names)
            #expect(names.isSuperset(of: ["Here", "There", "Alone", "Link", "UTC"]))
            #expect(names.isDisjoint(with: ["leapseconds", "Empty", "Hidden", "Wrong", "localtime", "posixrules", "Lost", "a file"]))
            #expect(try zone("Here", in: database).fullName == "America/Here")
            #expect(throws: HaystackError(.unknownZone, "")) { try zone("Europe/Here", in: database) }
            #expect(try zone("Far/There", in: database) === zone("There", in: database))
            #expect(try zone("Alone", in: database).offset(atSeconds: 0) == -18_000)
        }
    }

    @Test func `a file that is no zone, or a broken one, gives its error with the path`() throws {
        let huge = file + [UInt8](repeating: 0, count: 1 << 20)
        try withFolder(["Text": Array("text".utf8), "Broken": file.dropLast(9), "Huge": huge]) { path in
            let database = ZoneDatabase(folder: ZoneFolder(path: path))
            for (name, code) in ["Text": HaystackError.Code.unknownZone, "Broken": .unexpectedEnd, "Huge": .io] {
                do throws(HaystackError) {
                    _ = try zone(name, in: database)
                    Issue.record("\(name) was read")
                } catch {
                    #expect(error.code == code)
                    #expect(error.message.contains("\(path)/\(name)"))
                }
            }
        }
    }

    @Test func `the first folder that holds anything is the database`() throws {
        try withFolder([:]) { empty in
            try withFolder(["Here": file]) { full in
                #expect(ZoneFolder.first(of: ["/nonexistent", empty, full])?.path == full)
                #expect(ZoneFolder.first(of: ["/nonexistent", empty]) == nil)
            }
        }
    }
}
