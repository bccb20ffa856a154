#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The few calls of the C library that reading a zone database takes: the only place in this module that touches the file system.
enum ZoneFiles {
    /// The value of an environment variable, nil when unset or empty.
    static func environment(_ name: String) -> String? {
        // Sound: getenv's text is copied before anything else runs on this thread.
        guard let value = unsafe getenv(name) else { return nil }
        let text = unsafe String(cString: value)
        return text.isEmpty ? nil : text
    }

    /// The names in a folder and whether each is a folder itself; nil when it cannot be read.
    ///
    /// Links to files count as files. Links to folders are left out, for they may lead round in a circle.
    static func entries(of folder: String) -> [(name: String, isFolder: Bool)]? {
        // Sound: the handle lives until closedir, an entry until the next readdir, and its name is copied before that.
        guard let handle = unsafe opendir(folder) else { return nil }
        defer { unsafe closedir(handle) }
        let nameOffset = MemoryLayout<dirent>.offset(of: \.d_name)!
        var entries: [(name: String, isFolder: Bool)] = []
        while let entry = unsafe readdir(handle) {
            // The name is read where it lies: a record is often shorter than the `dirent` the compiler would copy.
            let place = unsafe UnsafeRawPointer(entry).advanced(by: nameOffset)
            let name = unsafe String(cString: place.assumingMemoryBound(to: CChar.self))
            if let isFolder = unsafe isFolder(entry.pointee.d_type, path: "\(folder)/\(name)") { entries.append((name, isFolder)) }
        }
        return entries
    }

    /// A file's bytes, at most `limit` of them; nil when it cannot be read or is longer.
    static func bytes(of path: String, limit: Int) -> [UInt8]? {
        guard let bytes = start(of: path, count: limit + 1), bytes.count <= limit else { return nil }
        return bytes
    }

    /// Up to `count` bytes from a file's start; nil when it cannot be read.
    static func start(of path: String, count: Int) -> [UInt8]? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var failed = false
        // Sound: read gets the free part of the buffer and its size, and what it filled is counted.
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let got = unsafe read(descriptor, buffer.baseAddress! + filled, count - filled)
                if got > 0 {
                    filled += got
                } else if got == 0 || errno != EINTR {
                    failed = got < 0
                    break
                }
            }
        }
        return failed ? nil : bytes
    }

    private static func isFolder(_ type: UInt8, path: String) -> Bool? {
        switch Int(type) {
        case Int(DT_DIR): return true
        case Int(DT_REG): return false
        default:
            // A link, or a file system that does not tell.
            var status = stat()
            guard unsafe lstat(path, &status) == 0 else { return nil }
            if status.st_mode & S_IFMT == S_IFDIR { return true }
            guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
            return false
        }
    }
}
