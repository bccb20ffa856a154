// embed-python OUTPUT PACKAGE IMAGE: writes text files as a Swift source file, for the build-tool plugin EmbedPython: those of a Python
// package, and those beside a Dockerfile.

import Foundation

struct EmbedError: Error, CustomStringConvertible {
    let description: String
}

typealias TextFile = (path: String, text: String)

/// The files of a folder that have one of the suffixes, by their path below a base, in a fixed order. A file without a suffix counts by its name.
func files(in folder: URL, below base: URL, suffixes: Set<String>) throws -> [TextFile] {
    guard let paths = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil) else {
        throw EmbedError(description: "cannot list \(folder.path)")
    }
    let found = paths.compactMap { $0 as? URL }.filter { suffixes.contains($0.pathExtension) || suffixes.contains($0.lastPathComponent) }
    return try found.map { file in
        let path = file.standardizedFileURL.path.dropFirst(base.standardizedFileURL.path.count + 1)
        return (String(path), try String(contentsOf: file, encoding: .utf8))
    }.sorted { $0.path < $1.path }
}

/// FNV-1a over all paths and texts: names the folder into which a program unpacks this version of the package.
func digest(_ files: [TextFile]) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for file in files {
        for byte in Array(file.path.utf8) + [0] + Array(file.text.utf8) + [0] {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
    }
    return String(hash, radix: 16)
}

func swiftSource(_ name: String, _ files: [TextFile]) -> String {
    var source = """
        enum \(name) {
            static let digest = "\(digest(files))"
            static let files: [(path: String, text: String)] = [

        """
    for file in files {
        // Raw strings with more # than any run in the text need no escapes.
        let fence = String(repeating: "#", count: 5)
        source += "(\"\(file.path)\", \(fence)\"\"\"\n\(file.text)\n\"\"\"\(fence)),\n"
    }
    return source + "    ]\n}\n"
}

guard CommandLine.arguments.count == 4 else {
    throw EmbedError(description: "usage: embed-python OUTPUT PACKAGE IMAGE")
}
let folders = CommandLine.arguments[2...].map { URL(fileURLWithPath: $0, isDirectory: true) }
let package = try files(in: folders[0], below: folders[0].deletingLastPathComponent(), suffixes: ["py", "typed"])
let image = try files(in: folders[1], below: folders[1], suffixes: ["py", "Dockerfile"])
guard package.contains(where: { $0.path.hasSuffix("__main__.py") }) else {
    throw EmbedError(description: "found no __main__.py below \(folders[0].path)")
}
guard image.contains(where: { $0.path == "Dockerfile" }) else {
    throw EmbedError(description: "found no Dockerfile in \(folders[1].path)")
}
let head = "// Made by embed-python of the files beside this module. Do not edit.\n\n"
let source = head + swiftSource("EmbeddedPython", package) + "\n" + swiftSource("EmbeddedImage", image)
try source.write(to: URL(fileURLWithPath: CommandLine.arguments[1]), atomically: true, encoding: .utf8)
