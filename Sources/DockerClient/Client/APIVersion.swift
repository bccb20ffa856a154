/// A version of the Engine API: 1.41 is newer than 1.9.
public struct APIVersion: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The part before the point.
    public let major: Int
    /// The part after the point.
    public let minor: Int

    /// Makes a version.
    public init(major: Int, minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// Reads `1.41`; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let major = Int(parts[0]), let minor = Int(parts[1]), major >= 0, minor >= 0 else { return nil }
        self.init(major: major, minor: minor)
    }

    /// The oldest version that this client speaks: Docker 1.12.
    public static let oldest = APIVersion(major: 1, minor: 24)
    /// The newest version that this client speaks: Docker 29.
    public static let newest = APIVersion(major: 1, minor: 52)

    /// `1.41`.
    public var description: String { "\(major).\(minor)" }

    /// Older versions first.
    public static func < (left: APIVersion, right: APIVersion) -> Bool {
        (left.major, left.minor) < (right.major, right.minor)
    }
}
