#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A folder that only this user can enter, for the socket of one server. It is removed as soon as the connection stands.
///
/// Its name says the process that made it: folders of processes that are gone are removed when the next one is made.
struct SocketFolder: Sendable {
    let path: String

    /// The place of the socket; short enough for the 104 bytes that some systems allow.
    var socketPath: String { path + "/s" }

    init() throws(PySessionError) {
        let base = SocketFolder.base
        SocketFolder.sweep(base)
        let name = SocketFolder.prefix + "\(ProcessInfo.processInfo.processIdentifier)-" + SessionKey.random().prefix(12)
        path = base + "/" + name
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        } catch {
            throw PySessionError(.startFailed, "cannot make the folder \(path) for a socket: \(error); set TMPDIR to a folder that can be written")
        }
    }

    /// Removes the socket, which the server may do at the same moment, and the folder.
    ///
    /// Not by FileManager, which lists what it removes: a socket that comes or goes in between would keep the folder.
    func remove() {
        FileRemoval.removeFile(socketPath)
        FileRemoval.removeEmptyFolder(path)
    }

    private static let prefix = "hxpy-"

    /// The folder for temporary files, or `/tmp` where its path is too long for a socket.
    private static var base: String {
        let folder = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
        let trimmed = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        return trimmed.isEmpty || trimmed.utf8.count > 60 ? "/tmp" : trimmed
    }

    /// Removes the folders that processes which are gone have left.
    private static func sweep(_ base: String) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: base)) ?? []
        for name in names where name.hasPrefix(prefix) {
            guard let owner = Int32(name.dropFirst(prefix.count).prefix { $0 != "-" }), !ProcessLife.isAlive(owner) else { continue }
            try? FileManager.default.removeItem(atPath: base + "/" + name)
        }
    }
}
