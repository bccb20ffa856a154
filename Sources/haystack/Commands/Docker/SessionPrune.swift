import DockerClient
import PySession

/// The removal of what sessions have left whose owner is gone.
struct SessionPrune {
    let docker: DockerClient

    func run() async throws {
        let removed = try await SessionContainers(docker).prune()
        for item in removed { try StandardOutput.write(line: item.id) }
        let what =
            switch removed.count {
            case 0: "Nothing is left of dead sessions."
            case 1: "Removed the container of a dead session."
            case let count: "Removed the containers of \(count) dead sessions."
            }
        StandardError.write(line: what)
    }
}
