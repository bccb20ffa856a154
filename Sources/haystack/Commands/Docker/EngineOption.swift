import ArgumentParser
import DockerClient

/// Which engine a command talks to.
struct EngineOption: ParsableArguments {
    @Option(name: [.customShort("H"), .long], help: ArgumentHelp("The engine's address, such as unix:///run/docker.sock.", valueName: "address"))
    var host: String?

    @Option(help: ArgumentHelp("The context whose engine is used, as `docker context ls` shows it.", valueName: "name"))
    var context: String?

    func validate() throws {
        if host != nil, context != nil { throw ValidationError("found --host and --context, expected one of them") }
    }

    /// A client of the engine.
    func client() throws -> DockerClient {
        var environment = DockerEnvironment.current
        // As variables, so that the certificates of the environment hold for them.
        if let host { environment.variables["DOCKER_HOST"] = host }
        if let context {
            environment.variables["DOCKER_HOST"] = nil
            environment.variables["DOCKER_CONTEXT"] = context
        }
        var options = DockerClient.Options()
        options.environment = environment
        return try DockerClient(options: options)
    }
}

/// `name=value` conditions of lists and prunes.
struct FilterOption: ParsableArguments {
    @Option(name: [.customShort("f"), .long], help: ArgumentHelp("Only what meets a condition, such as status=exited or label=app.", valueName: "name=value"))
    var filter: [NamedText] = []

    var filters: Filters { Filters(filter) }
}

extension Filters {
    init(_ conditions: [NamedText]) {
        self = [:]
        for condition in conditions { add(condition.name, condition.text) }
    }
}
