/// An entry of a tar archive: what stands before a file's bytes.
public struct TarEntry: Sendable, Hashable {
    /// What an entry stands for.
    public enum Kind: Sendable, Hashable {
        /// A file; its bytes follow.
        case file
        /// A folder.
        case folder
        /// A symbolic link, with what it points to as it was written.
        case symlink(target: String)
        /// Another name of a file that came before.
        case hardLink(target: String)
        /// A device, a pipe, or a kind that this module does not know, by tar's letter.
        case other(UInt8)
    }

    /// The path, with slashes.
    public var path: String
    /// What it stands for.
    public var kind: Kind
    /// The bytes that follow.
    public var size: Int
    /// The permissions, as `chmod` takes them.
    public var permissions: Int
    /// The time of the last change, in seconds since 1970.
    public var modified: Int
    /// The owner's number.
    public var userID: Int
    /// The group's number.
    public var groupID: Int

    /// Makes an entry.
    public init(
        path: String,
        kind: Kind = .file,
        size: Int = 0,
        permissions: Int = 0o644,
        modified: Int = 0,
        userID: Int = 0,
        groupID: Int = 0
    ) {
        self.path = path
        self.kind = kind
        self.size = size
        self.permissions = permissions
        self.modified = modified
        self.userID = userID
        self.groupID = groupID
    }
}

/// The measures of the tar format.
enum Tar {
    static let blockSize = 512

    /// The zeros after so many bytes.
    static func padding(after size: Int) -> Int { (blockSize - size % blockSize) % blockSize }
}
