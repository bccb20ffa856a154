import ArgumentParser
import DockerClient
import Foundation

struct DockerBuild: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build",
        abstract: "Build an image of a folder with a Dockerfile.",
        discussion: """
            The engine's classic builder does it. What .dockerignore names stays at home.

            EXAMPLES
              haystack docker build -t app:1 .
              haystack docker build -t app:1 -f docker/Dockerfile --build-arg VERSION=2 .
            """
    )

    @Argument(help: "The folder.")
    var path: String

    @Option(name: .shortAndLong, help: ArgumentHelp("A name for the image.", valueName: "name:tag"))
    var tag: [String] = []

    @Option(name: .shortAndLong, help: ArgumentHelp("The Dockerfile, within the folder; its Dockerfile where not given.", valueName: "path"))
    var file: String?

    @Option(help: ArgumentHelp("An argument of the build; without = it is this process' own variable.", valueName: "name=value"))
    var buildArg: [String] = []

    @Option(help: ArgumentHelp("A label for the image.", valueName: "name=value"))
    var label: [String] = []

    @Option(help: ArgumentHelp("The stage to stop at.", valueName: "stage"))
    var target: String?

    @Option(help: ArgumentHelp("The image's platform, such as linux/arm64.", valueName: "platform"))
    var platform: String?

    @Option(help: ArgumentHelp("The network of the steps.", valueName: "network"))
    var network: String?

    @Flag(help: "Do all steps again, although their results are known.")
    var noCache = false

    @Flag(help: "Pull the base images, although they are there.")
    var pull = false

    @Flag(name: .shortAndLong, help: "Print the image's identity only.")
    var quiet = false

    @OptionGroup var engine: EngineOption

    func run() async throws {
        let steps = try await engine.client().images.build(folder: path, try options())
        var display = LayerDisplay(.standardOutput)
        var identity: String?
        var said: [String] = []
        do {
            for try await step in steps {
                identity = step.imageID ?? identity
                guard !quiet else {
                    if let text = step.text { said.append(text) }
                    continue
                }
                if let text = step.text { try StandardOutput.write(Array(text.utf8)) } else { try display.take(step) }
            }
        } catch {
            // Nobody has seen which step it was.
            StandardError.write(Array(said.joined().utf8))
            throw error
        }
        try display.finish()
        if quiet, let identity { try StandardOutput.write(line: identity) }
    }

    private func options() throws -> BuildOptions {
        var options = BuildOptions()
        options.tags = tag
        if let file { options.dockerfile = try dockerfile(file) }
        options.arguments = try ProcessOptions.variables(buildArg)
        options.labels = Dictionary(label.map { $0.splitOnce("=") }) { $1 }
        options.target = target
        options.platform = platform
        options.networkMode = network
        options.ignoresCache = noCache
        options.pulls = pull
        return options
    }

    /// The Dockerfile's path within the folder that is sent. As in the docker command, the path that was given counts from here.
    private func dockerfile(_ file: String) throws -> String {
        let folder = URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
        let full = URL(fileURLWithPath: file).standardizedFileURL.resolvingSymlinksInPath().path
        guard full.hasPrefix(folder + "/") else {
            throw ValidationError("found the Dockerfile \(full) outside of \(folder), expected one within the folder that is built")
        }
        return String(full.dropFirst(folder.count + 1))
    }
}
