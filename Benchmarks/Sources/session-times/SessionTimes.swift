// session-times IMAGE ROUNDS [--check]: times sessions in containers of an image beside what they are measured against: the start beside
// `docker run` of the same image doing the same, an evaluation beside one in a local process, and 32 sessions at once. Prints a table; with
// --check it ends with status 1 where a ratio is too large or an answer is wrong.

import Foundation
import HaystackCore
import PySession

@main
struct SessionTimes {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let image = arguments.first, let rounds = arguments.dropFirst().first.flatMap({ Int($0) }), rounds > 0 else {
            fatalError("usage: session-times IMAGE ROUNDS [--check]")
        }
        let docker = PyBackend.docker(image: image)
        let strict = PyBackend.docker(image: image, sandbox: .strict)
        var table = ResultTable()
        try await table.addStarts(image: image, rounds: rounds, backends: [("session", docker), ("strict session", strict)])
        try await table.addEvaluations(rounds: rounds, backends: [("docker", docker), ("strict", strict)])
        try await table.addCrowd(32, docker)
        print(table.text)
        if arguments.contains("--check"), !table.missed.isEmpty {
            FileHandle.standardError.write(Data("too slow: \(table.missed.joined(separator: "; "))\n".utf8))
            exit(1)
        }
    }
}
