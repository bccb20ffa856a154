import DockerClient

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// How a container ended, as the engine's events tell: the container itself is removed with its end.
struct ContainerEnd: Sendable, Hashable {
    /// The code that its Python ended with; 128 and the signal's number after a signal. Nil where it is not known to have ended.
    var exitCode: Int?
    /// Whether a process of it was killed for memory.
    var isOutOfMemory = false

    /// The code after SIGKILL, which the kernel sends where memory is used up.
    private static let killed = 137
    /// How long the news of an end may take: the connection breaks before the engine knows.
    private static let limit = Duration.seconds(5)
    /// How long the news of memory may come after those of an end.
    private static let afterthought = Duration.milliseconds(500)

    /// Takes an event.
    mutating func take(_ action: String, exitCode: String?) {
        switch action {
        case "oom": isOutOfMemory = true
        case "die": self.exitCode = exitCode.flatMap { Int($0) } ?? -1
        default: break
        }
    }

    /// Asks the engine, and waits a moment where it does not know yet.
    static func find(_ container: String, _ docker: DockerClient) async -> ContainerEnd {
        var end = await read(container, docker, within: limit) { $0.exitCode != nil }
        if end.exitCode == killed, !end.isOutOfMemory {
            end.isOutOfMemory = await read(container, docker, within: afterthought) { $0.isOutOfMemory }.isOutOfMemory
        }
        return end
    }

    /// Reads the events of a container, those of the past first, until they say enough or the time is up.
    private static func read(
        _ container: String, _ docker: DockerClient, within limit: Duration, until isEnough: @escaping @Sendable (ContainerEnd) -> Bool
    ) async -> ContainerEnd {
        await withTaskGroup(of: ContainerEnd.self) { group in
            group.addTask {
                var end = ContainerEnd()
                guard let events = try? await docker.system.events(since: Date(timeIntervalSince1970: 1), filters: ["container": [container]]) else {
                    return end
                }
                var iterator = events.makeAsyncIterator()
                while !isEnough(end), let event = try? await iterator.next() { end.take(event.action, exitCode: event.attributes["exitCode"]) }
                return end
            }
            group.addTask {
                try? await Task.sleep(for: limit)
                return ContainerEnd()
            }
            defer { group.cancelAll() }
            return await group.next() ?? ContainerEnd()
        }
    }

    /// The end as a part of a sentence.
    var description: String {
        switch (exitCode, isOutOfMemory) {
        case (_, true): "Python used more memory than it may have and was killed"
        case (ContainerEnd.killed?, _): "Python was killed (exit code 137)"
        case (let code?, _): "Python ended with exit code \(code)"
        case (nil, _): "Python has not ended"
        }
    }
}
