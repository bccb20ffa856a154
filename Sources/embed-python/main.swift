// embed-python FOLDER OUTPUT: writes the text files of a Python package as a Swift source file, for the build-tool plugin EmbedPython.

import Foundation

struct EmbedError: Error, CustomStringConvertible {
    let description: String
}

/// The package's files by their path below its folder's parent, in a fixed order.
func sources(in folder: URL) throws -> [(path: String, text: String)] {
    let base = folder.deletingLastPathComponent().standardizedFileURL.path
    guard let paths = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil) else {
        throw EmbedError(description: "cannot list \(folder.path)")
    }
    let files = paths.compactMap { $0 as? URL }.filter { ["py", "typed"].contains($0.pathExtension) }
    return try files.map { file in
        let path = file.standardizedFileURL.path.dropFirst(base.count + 1)
        return (String(path), try String(contentsOf: file, encoding: .utf8))
    }.sorted { $0.path < $1.path }
}

/// FNV-1a over all paths and texts: names the folder into which a program unpacks this version of the package.
func digest(_ files: [(path: String, text: String)]) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for file in files {
        for byte in Array(file.path.utf8) + [0] + Array(file.text.utf8) + [0] {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
    }
    return String(hash, radix: 16)
}

func swiftSource(_ files: [(path: String, text: String)]) -> String {
    var source = """
        // Made by embed-python of the Python package beside this module. Do not edit.

        enum EmbeddedPython {
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

guard CommandLine.arguments.count == 3 else {
    throw EmbedError(description: "usage: embed-python FOLDER OUTPUT")
}
let files = try sources(in: URL(fileURLWithPath: CommandLine.arguments[1], isDirectory: true))
guard files.contains(where: { $0.path.hasSuffix("__main__.py") }) else {
    throw EmbedError(description: "found no __main__.py below \(CommandLine.arguments[1])")
}
try swiftSource(files).write(to: URL(fileURLWithPath: CommandLine.arguments[2]), atomically: true, encoding: .utf8)
