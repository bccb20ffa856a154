import ArgumentParser
import DockerClient

struct DockerPull: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pull",
        abstract: "Fetch an image from its registry.",
        discussion: """
            The login is the one that `docker login` left, in config.json or with its helper.

            EXAMPLES
              haystack docker pull python:3.13-slim
            """
    )

    @Argument(help: "The image: name, name:tag or name@digest.")
    var image: String

    @Option(help: ArgumentHelp("The image's platform, such as linux/arm64.", valueName: "platform"))
    var platform: String?

    @Flag(name: .shortAndLong, help: "Print the image's name only.")
    var quiet = false

    @OptionGroup var engine: EngineOption

    func run() async throws {
        let pull = ImagePull(docker: try engine.client(), image: image, platform: platform)
        try await pull.run(output: quiet ? nil : .standardOutput)
        try StandardOutput.write(line: image)
    }
}

/// The pull of an image, shown while it goes on.
struct ImagePull {
    let docker: DockerClient
    let image: String
    let platform: String?

    /// - Parameter output: where progress is shown, if anywhere.
    func run(output: LayerDisplay.Output?) async throws {
        let steps = try await docker.images.pull(image, platform: platform)
        guard let output else { return try await steps.finish() }
        var display = LayerDisplay(output)
        for try await step in steps { try display.take(step) }
        try display.finish()
    }
}
