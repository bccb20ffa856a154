#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

extension DockerError {
    /// The error of a socket that is there, but is not this user's to open.
    static func notAllowed(toOpen path: String) -> DockerError {
        let file = try? FileManager.default.attributesOfItem(atPath: path)
        let owner = file?[.ownerAccountName] as? String ?? "unknown"
        let group = file?[.groupOwnerAccountName] as? String ?? "unknown"
        let mode = (file?[.posixPermissions] as? Int).map { String($0, radix: 8) } ?? "unknown"
        return DockerError(
            .permissionDenied,
            """
            this user may not open \(path) (owner \(owner), group \(group), mode \(mode)): \
            add the user to the group \(group == "unknown" || group == "root" ? "docker" : group) with `sudo usermod -aG docker $USER` \
            and log in again, or set DOCKER_HOST to an engine of your own
            """
        )
    }
}
