import Foundation
import PackagePlugin

/// Turns the Python package `hxpy` into Swift source, so that programs carry it in their binary and need no files beside it.
@main
struct EmbedPython: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let source = target.directoryURL.appending(path: "Python/hxpy")
        let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedPython.swift")
        return [
            .buildCommand(
                displayName: "Embedding the Python package hxpy",
                executable: try context.tool(named: "embed-python").url,
                arguments: [source.path(percentEncoded: false), output.path(percentEncoded: false)],
                inputFiles: try pythonFiles(below: source),
                outputFiles: [output]
            )
        ]
    }

    private func pythonFiles(below folder: URL) throws -> [URL] {
        guard let paths = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil) else {
            throw MissingFolder(path: folder.path(percentEncoded: false))
        }
        return paths.compactMap { $0 as? URL }.filter { ["py", "typed"].contains($0.pathExtension) }.sorted { $0.path < $1.path }
    }
}

struct MissingFolder: Error, CustomStringConvertible {
    let path: String
    var description: String { "There is no folder \(path), which holds the Python package to embed." }
}
