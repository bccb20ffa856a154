#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Whom the Python of a container runs as.
struct ContainerUser: Sendable, Hashable, CustomStringConvertible {
    /// The user's number.
    let user: UInt32
    /// The group's number.
    let group: UInt32

    /// Nobody on most systems: has no files and no rights.
    static let nobody = ContainerUser(user: 65534, group: 65534)

    /// This program's.
    static var current: ContainerUser { ContainerUser(user: geteuid(), group: getegid()) }

    /// The owner of a folder; nil where it is none.
    static func owner(of folder: String) -> ContainerUser? {
        var status = stat()
        // Sound: the call fills the structure it is given, and does not keep the path.
        guard unsafe stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return nil }
        return ContainerUser(user: status.st_uid, group: status.st_gid)
    }

    var isRoot: Bool { user == 0 }
    var description: String { "\(user):\(group)" }

    /// The user for a container, where no option names one: nil for the image's own.
    ///
    /// Files that Python writes into the shared folder shall belong to the caller; to the folder's owner where the caller is root. A strict
    /// sandbox never runs as root.
    /// - Parameters:
    ///   - folder: the owner of the shared folder, where there is one.
    /// - Throws: `.invalidOptions` where a strict sandbox would have to be root to write to the folder.
    static func choose(caller: ContainerUser, folder: ContainerUser?, isStrict: Bool) throws(PySessionError) -> ContainerUser? {
        guard let folder else { return isStrict ? (caller.isRoot ? nobody : caller) : nil }
        let writer = caller.isRoot ? folder : caller
        if isStrict, writer.isRoot {
            throw PySessionError(
                .invalidOptions,
                "the folder for /io belongs to root, and a strict sandbox does not run as root; give the folder to another user, or name one in the option user"
            )
        }
        return writer
    }

    /// Whether a user as options name it, such as `0:0`, is root.
    static func isRoot(_ name: String) -> Bool {
        let user = name.prefix { $0 != ":" }
        return user == "root" || UInt32(user) == 0
    }
}
