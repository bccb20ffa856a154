import Foundation

/// Inputs that once broke an invariant, a folder for each.
enum Findings {
    struct Finding {
        let name: String
        let bytes: [UInt8]
    }

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Findings")

    static func targets() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { !$0.hasPrefix(".") && !$0.hasSuffix(".md") }
    }

    /// The findings of a target, none where it has no folder.
    static func of(_ target: String) throws -> [Finding] {
        guard try targets().contains(target) else { return [] }
        let place = folder.appendingPathComponent(target)
        return try FileManager.default.contentsOfDirectory(atPath: place.path).sorted().map { name in
            Finding(name: name, bytes: [UInt8](try Data(contentsOf: place.appendingPathComponent(name))))
        }
    }
}
