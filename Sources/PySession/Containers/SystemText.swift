#if canImport(System)
import System
#else
import SystemPackage
#endif

/// What the system tells in files: of `/proc`, of itself.
enum SystemText {
    /// A file's first line that is not empty; nil where there is none.
    static func firstLine(of path: String) -> String? {
        all(of: path)?.split(separator: "\n").first.map(String.init)
    }

    /// All of a file; nil where it cannot be read.
    static func all(of path: String) -> String? {
        (try? bytes(of: path)).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Reads a file of `/proc`, which says no size and gives a page at a time: Foundation takes the first one for all.
    private static func bytes(of path: String) throws -> [UInt8] {
        let file = try FileDescriptor.open(FilePath(path), .readOnly)
        return try file.closeAfter {
            var bytes: [UInt8] = []
            while true {
                let page = try unsafe [UInt8](unsafeUninitializedCapacity: 16384) { buffer, count in
                    // Sound: the system says how many bytes it has written.
                    count = try unsafe file.read(into: UnsafeMutableRawBufferPointer(buffer))
                }
                if page.isEmpty { return bytes }
                bytes += page
            }
        }
    }
}
