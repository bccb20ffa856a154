import DockerClient
import PySession

/// The removal of what sessions have left whose owner is gone.
struct SessionPrune {
    let docker: DockerClient

    func run() async throws {
        let removed = try await SessionContainers(docker).prune()
        for item in removed { try StandardOutput.write(line: item.id) }
        StandardError.write(line: removed.isEmpty ? "Nothing is left of dead sessions." : "Removed the containers of \(removed.count) dead sessions.")
    }
}
