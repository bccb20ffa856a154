import ArgumentParser
import DockerClient
import PySession

struct PyImageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "image",
        abstract: "The image of sessions in containers.",
        subcommands: [PyImageBuild.self]
    )
}

struct PyImageBuild: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build",
        abstract: "Build the image that sessions in containers use.",
        discussion: """
            Builds on a base with Python: installs numpy, pandas, scipy, scikit-learn, numexpr, python-dateutil, pytz, matplotlib and time zones \
            where the base lacks them, and adds the server. The result runs as a user that is not root, and serves Haxall as well.

            EXAMPLES
              haystack py image build
              haystack py image build --base python:3.12-slim --tag team/hxpy:3.12
              haystack py eval '1 + 1' --backend docker
            """
    )

    @Option(help: "The image to build on.")
    var base = PyImage.defaultBase

    @Option(help: "The name of the image; sessions look for the default.")
    var tag = PyImage.name

    @Option(help: ArgumentHelp("The network of the build, such as host.", valueName: "name"))
    var network: String?

    @ArgumentParser.Flag(help: "Do all steps again.")
    var noCache = false

    @ArgumentParser.Flag(help: "Pull the base although it is there.")
    var pull = false

    func run() async throws {
        var options = PyImage.Options()
        options.base = base
        options.name = tag
        options.network = network
        options.ignoresCache = noCache
        options.pulls = pull
        let docker = try DockerClient()
        let progress = ProgressLine()
        let id = try await progress.show("building \(tag)") { [options] in
            try await PyImage.build(docker, options) { state in
                // The builder names each layer by a line of its own, which tells nobody anything.
                if !state.text.hasPrefix(" ---> ") { progress.say(Terminal.isErrorShown ? state.bar : state.text) }
            }
        }
        try StandardOutput.write(line: "\(tag) \(id.prefix(19))")
    }
}

extension PyImage.Progress {
    private static let width = 16

    /// `[#####           ] 3/9 RUN …`.
    var bar: String {
        guard steps > 0 else { return text }
        let done = min(step, steps) * PyImage.Progress.width / steps
        let bar = String(repeating: "#", count: done) + String(repeating: " ", count: PyImage.Progress.width - done)
        return "[\(bar)] \(step)/\(steps) \(text)"
    }
}
