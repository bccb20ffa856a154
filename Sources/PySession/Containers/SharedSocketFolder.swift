#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A folder in which a container makes its socket.
///
/// The container's user may be any, so that the folder is open to all; it lies in one that only this user can enter. It is removed as soon as
/// the connection stands, and before any code of the session runs: what is mounted then is a folder that is gone, in which nothing can be made.
struct SharedSocketFolder: Sendable {
    private let folder: SocketFolder

    /// The folder to mount.
    let mountSource: String

    /// The place of the socket, as this program sees it.
    var socketPath: String { mountSource + "/s" }

    init() throws(PySessionError) {
        folder = try SocketFolder()
        mountSource = folder.path + "/m"
        do {
            try FileManager.default.createDirectory(atPath: mountSource, withIntermediateDirectories: false)
            // Not with its making, where the process' mask would take rights away.
            try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: mountSource)
        } catch {
            remove()
            throw PySessionError(.startFailed, "cannot make the folder \(mountSource) for a socket: \(error)")
        }
    }

    func remove() {
        FileRemoval.removeFile(socketPath)
        FileRemoval.removeEmptyFolder(mountSource)
        folder.remove()
    }
}
