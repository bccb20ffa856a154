#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The Python package `hxpy` that this module carries, unpacked where a Python can import it.
struct PythonPackage: Sendable {
    /// The folder to put on Python's path: it holds the folder `hxpy`.
    let folder: String

    /// Unpacks the package into the user's cache, unless this version is there. Programs that do so at once do not disturb each other.
    ///
    /// - Throws: `.startFailed` where the cache cannot be written.
    static func unpack() throws(PySessionError) -> PythonPackage {
        let folder = CacheFolder.path + "/hxpy-" + EmbeddedPython.digest
        // The folder appears by a rename when it is complete.
        if FileManager.default.fileExists(atPath: folder) { return PythonPackage(folder: folder) }
        let draft = folder + ".\(ProcessInfo.processInfo.processIdentifier)-\(SessionKey.random().prefix(8))"
        do {
            try write(to: draft)
            try? FileManager.default.moveItem(atPath: draft, toPath: folder)
            // Another program may have been faster: then its folder stands there and the draft is of no use.
            try? FileManager.default.removeItem(atPath: draft)
        } catch {
            try? FileManager.default.removeItem(atPath: draft)
            throw PySessionError(.startFailed, "cannot unpack the Python package into \(folder): \(error); set XDG_CACHE_HOME to a folder that can be written")
        }
        guard FileManager.default.fileExists(atPath: folder) else {
            throw PySessionError(.startFailed, "cannot unpack the Python package into \(folder); set XDG_CACHE_HOME to a folder that can be written")
        }
        return PythonPackage(folder: folder)
    }

    private static func write(to folder: String) throws {
        for file in EmbeddedPython.files {
            let path = folder + "/" + file.path
            let parent = String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
            try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
            try Data(file.text.utf8).write(to: URL(filePath: path))
            // A container that mounts the folder may run as another user.
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: parent)
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        }
    }
}
