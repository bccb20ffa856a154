import Foundation

/// The permissions of a file.
func permissions(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
}

/// Removes a folder.
func remove(_ path: String) throws {
    try FileManager.default.removeItem(atPath: path)
}
