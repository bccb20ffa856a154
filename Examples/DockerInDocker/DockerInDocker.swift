// A program that runs in a container itself and has Python run in another one beside it.
//
//     docker network create work
//     docker run --rm --network work -v /var/run/docker.sock:/var/run/docker.sock … DockerInDocker work
//
// Both containers are in the network, and no port is published. On Linux it runs without a container, too, for the machine reaches the
// addresses of its networks. Without a name it makes a network and takes it away again. The environment variable
// HAYSTACK_IMAGE names an image.

import DockerClient
import Foundation
import PySession

@main
struct DockerInDocker {
    static func main() async throws {
        if let network = CommandLine.arguments.dropFirst().first {
            try await run(in: network)
        } else {
            try await withNetwork { try await run(in: $0) }
        }
    }

    static func run(in network: String) async throws {
        let image = ProcessInfo.processInfo.environment["HAYSTACK_IMAGE"]
        try await withPySession(.docker(image: image, network: network)) { session in
            let address = try await session.eval("__import__('socket').gethostbyname(__import__('socket').gethostname())")
            print("Python runs in the network \(network) at \(address)")
            print("6 * 7 = \(try await session.eval("6 * 7"))")
        }
    }

    static func withNetwork(_ body: @Sendable (String) async throws -> Void) async throws {
        let docker = try DockerClient()
        let name = "haystack-example-\(UInt32.random(in: 0...UInt32.max))"
        _ = try await docker.networks.create(NetworkSpec(name))
        do {
            try await body(name)
            try await docker.networks.remove(name)
        } catch {
            try? await docker.networks.remove(name)
            throw error
        }
    }
}
