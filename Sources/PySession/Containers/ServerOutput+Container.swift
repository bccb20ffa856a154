import DockerClient
import Logging
import NIOCore

extension ServerOutput {
    /// Reads what a container writes, until it ends.
    func follow(_ output: ProcessOutput, _ logger: Logger) async {
        do {
            for try await chunk in output {
                await take(Array(chunk.bytes.readableBytesView), chunk.stream == .stdout ? .standardOutput : .standardError)
            }
        } catch {
            logger.debug("reading the output of a container failed", metadata: ["error": "\(error)"])
        }
        for stream in PyOutput.Stream.allCases { await end(stream) }
        end()
    }
}
