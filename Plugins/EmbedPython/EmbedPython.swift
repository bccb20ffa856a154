import Foundation
import PackagePlugin

/// Turns the Python package `hxpy` and the files of its image into Swift source, so that programs carry them in their binary and need no files
/// beside it.
@main
struct EmbedPython: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let package = target.directoryURL.appending(path: "Python/hxpy")
        let image = target.directoryURL.appending(path: "Image")
        let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedPython.swift")
        return [
            .buildCommand(
                displayName: "Embedding the Python package hxpy",
                executable: try context.tool(named: "embed-python").url,
                arguments: [output, package, image].map { $0.path(percentEncoded: false) },
                inputFiles: try textFiles(below: package) + textFiles(below: image),
                outputFiles: [output]
            )
        ]
    }

    private func textFiles(below folder: URL) throws -> [URL] {
        guard let paths = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil) else {
            throw MissingFolder(path: folder.path(percentEncoded: false))
        }
        return paths.compactMap { $0 as? URL }.filter { ["py", "typed"].contains($0.pathExtension) || $0.lastPathComponent == "Dockerfile" }.sorted {
            $0.path < $1.path
        }
    }
}

struct MissingFolder: Error, CustomStringConvertible {
    let path: String
    var description: String { "There is no folder \(path), whose files are to be embedded." }
}
