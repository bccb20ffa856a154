import DockerClient
import Foundation
import HaystackCore
import PySession
import Synchronization
import Testing

#if canImport(Glibc)
import Glibc
#endif

#if os(Linux)
extension WithEngine {
    /// Many sessions with faults mixed in: each caller gets a result or a typed error, and at the end nothing is left.
    ///
    /// `scripts/soak` runs it in its long form; the variable `HAYSTACK_SOAK` says how many sessions there are.
    @Suite(.timeLimit(.minutes(600))) struct SoakTests {
        private static let count = ProcessInfo.processInfo.environment["HAYSTACK_SOAK"].flatMap { Int($0) } ?? Soak.Fault.allCases.count
        /// How many sessions run at a time.
        private static let width = 4

        /// Half of the sessions are in the strict sandbox. None gets the machine's memory.
        @Sendable private static func backend(_ number: Int) -> PyBackend {
            let isStrict = number.isMultiple(of: 2)
            return .base {
                $0.sandbox = isStrict ? .strict : .standard
                $0.memory = 256 << 20
            }
        }

        @Test func `sessions with faults leave nothing and nobody without an answer`() async throws {
            let soak = Soak(engine: try TestEngine.client().endpoint)
            // What is opened once stays open: connections and threads are counted after they have all been there.
            await soak.run(count: Self.width, width: Self.width, faults: [.none, .program], Self.backend)
            let before = Soak.descriptors
            await soak.run(count: Self.count, width: Self.width, Self.backend)
            soak.report()
            #expect(soak.surprises == [])
            #expect(try await Containers.come { try await Containers.of().isEmpty })
            #expect(
                try await Containers.come {
                    try await SessionContainers(TestEngine.client()).prune()
                    return try await soak.killedPrograms.allEmpty { try await Containers.of($0) }
                }
            )
            // A session that has a socket's folder sweeps up those of dead programs.
            #expect(try await py(Self.backend(0)).eval("6 * 7") == 42)
            #expect(Soak.socketFolders(soak.killedPrograms) == [])
            #expect(Soak.children == [])
            let isClosed = try await Containers.come(within: .seconds(20)) { Soak.descriptors.count <= before.count }
            #expect(isClosed, "\(Soak.descriptors) after \(before)")
        }

        @Test(.enabled(if: OwnEngine.isPossible, "killing an engine needs root and dockerd"))
        func `sessions on an engine that is killed now and then leave nothing and nobody without an answer`() async throws {
            try await OwnEngine.run { engine in
                let soak = Soak(engine: engine.docker.endpoint)
                let backend = try await engine.backend
                for _ in 0..<max(2, Self.count / 100) {
                    async let sessions: Void = soak.run(count: 8, width: Self.width, faults: [.none, .exception, .exit, .timeout]) { _ in backend }
                    try await Task.sleep(for: .milliseconds(Int.random(in: 200...2500)))
                    await engine.kill()
                    try await Task.sleep(for: .milliseconds(Int.random(in: 0...500)))
                    try await engine.start()
                    await sessions
                }
                soak.report()
                #expect(soak.surprises == [])
                #expect(try await py(backend).eval("6 * 7") == 42)
                #expect(
                    try await Containers.come {
                        try await SessionContainers(engine.docker).prune()
                        return try await engine.docker.containers.list(all: true).isEmpty
                    }
                )
            }
        }
    }
}

/// The sessions of a soak, and what became of them.
private final class Soak: Sendable {
    /// What befalls a session.
    enum Fault: String, CaseIterable, Sendable {
        case none, exception, exit, kill, removal, stopped, paused, cancel, timeout, memory, program
    }

    private let engine: DockerEndpoint
    private let outcomes = Mutex<[String: Int]>([:])
    private let found = Mutex<[String]>([])
    private let killed = Mutex<[Int32]>([])

    init(engine: DockerEndpoint) { self.engine = engine }

    /// A client whose connections go with it, so that they are not among the descriptors in the end.
    private var docker: DockerClient {
        get throws { try DockerClient(engine) }
    }

    /// What no caller should have seen.
    var surprises: [String] { found.withLock { $0 } }
    /// The programs that were killed.
    var killedPrograms: [Int32] { killed.withLock { $0 } }

    func report() {
        let lines = outcomes.withLock { $0 }.sorted { $0.key < $1.key }.map { "\($0.value)\t\($0.key)" }
        print(lines.joined(separator: "\n"))
    }

    /// Runs sessions, so many at a time, each when the engine answers.
    func run(
        count: Int, width: Int, faults: [Fault] = Fault.allCases, _ backend: @escaping @Sendable (Int) -> PyBackend
    ) async {
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<count {
                if number >= width { await group.next() }
                group.addTask { [self] in
                    _ = try? await Containers.come { (try? await docker.system.ping()) != nil }
                    await session(number, faults[number % faults.count], backend(number))
                }
            }
        }
    }

    private func session(_ number: Int, _ fault: Fault, _ backend: PyBackend) async {
        let clock = ContinuousClock()
        let start = clock.now
        var outcome: String
        do {
            switch fault {
            case .program: try await killProgram(backend: number.isMultiple(of: 2) ? "docker" : "strict")
            default: try await live(number, fault, backend)
            }
            outcome = "answered"
        } catch let error as PySessionError {
            outcome = "PySessionError \(error.code)"
        } catch let error as PythonError {
            outcome = "PythonError \(error.type ?? "")"
        } catch {
            outcome = "\(type(of: error))"
            found.withLock { $0.append("\(fault): \(error)") }
        }
        if clock.now - start > .seconds(240) { found.withLock { $0.append("\(fault): took \(clock.now - start)") } }
        outcomes.withLock { $0["\(fault.rawValue): \(outcome)", default: 0] += 1 }
    }

    /// A session with a fault, and an evaluation after it that has to give the right answer or a typed error.
    private func live(_ number: Int, _ fault: Fault, _ backend: PyBackend) async throws {
        var options = DockerFault(docker: try docker)
        try await withPySession(backend) { session in
            try await session.initialize { $0.define("n", .number(number)) }
            options.host = try await session.eval("__import__('socket').gethostname()").string
            do {
                try await options.befall(session, fault)
            } catch is PySessionError {
                // Told, as it must be.
            } catch is PythonError {
                // The same.
            }
            let answer = try await session.eval("n * 2", timeout: .seconds(120))
            if answer != .number(number * 2) { found.withLock { $0.append("\(fault): \(number) * 2 was \(answer)") } }
        }
    }

    /// Runs the tool with a session, and kills it at some moment.
    private func killProgram(backend: String) async throws {
        let program = Process()
        program.executableURL = URL(filePath: try BuiltTool.folder + "/haystack")
        program.arguments = ["py", "eval", "__import__('time').sleep(1000)", "--backend", backend, "--image", TestEngine.base]
        program.standardOutput = FileHandle.nullDevice
        program.standardError = FileHandle.nullDevice
        try program.run()
        let process = program.processIdentifier
        killed.withLock { $0.append(process) }
        try await Task.sleep(for: .milliseconds(Int.random(in: 5...2500)))
        kill(process, SIGKILL)
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                program.waitUntilExit()
                continuation.resume()
            }
        }
    }

    // MARK: - What may be left

    /// What this process has open.
    static var descriptors: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        return names.compactMap { try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + $0) }.sorted()
    }

    /// The processes whose parent this one is.
    static var children: [Int] {
        let own = "\(getpid())"
        return ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { Int($0) }.filter { process in
            guard let stat = FileManager.default.contents(atPath: "/proc/\(process)/stat") else { return false }
            let fields = String(decoding: stat, as: UTF8.self).split(separator: ")").last?.split(separator: " ") ?? []
            return fields.count > 1 && fields[1] == own
        }
    }

    /// The folders for sockets of this program and of those that were killed, after a sweep as each session begins with.
    static func socketFolders(_ programs: [Int32]) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp")) ?? []
        let owners = Set((programs + [getpid()]).map { "hxpy-\($0)-" })
        return names.filter { name in owners.contains { name.hasPrefix($0) } }
    }
}

/// A fault of a session's container.
private struct DockerFault {
    let docker: DockerClient
    /// The container's host name, which is the start of its identity.
    var host: String?

    private var container: String {
        get throws {
            guard let host else { throw Surprise("found no name of the container") }
            return host
        }
    }

    func befall(_ session: PySession, _ fault: Soak.Fault) async throws {
        switch fault {
        case .none, .program: return
        case .exception: try await session.eval("1 / 0")
        case .exit: try await session.eval("__import__('os')._exit(3)")
        case .memory: try await session.eval("bytearray(1 << 30)")
        case .timeout: try await session.eval("sum(range(10**12))", timeout: .milliseconds(Int.random(in: 1...500)))
        case .stopped: try await session.eval("__import__('os').kill(__import__('os').getpid(), 19)", timeout: .milliseconds(500))
        case .paused:
            try await docker.containers.pause(container)
            try await session.eval("1", timeout: .milliseconds(500))
        case .kill: try await during(session) { try await docker.containers.kill($0) }
        case .removal: try await during(session) { try await docker.containers.remove($0, force: true) }
        case .cancel:
            let task = Task { try await session.eval("sum(range(10**12))") }
            try await Task.sleep(for: .milliseconds(Int.random(in: 0...300)))
            task.cancel()
            _ = try await task.value
        }
    }

    /// Does something to the container while an evaluation runs.
    private func during(_ session: PySession, _ action: (String) async throws -> Void) async throws {
        let task = Task { try await session.eval("__import__('time').sleep(1000)") }
        try await Task.sleep(for: .milliseconds(Int.random(in: 0...100)))
        do {
            try await action(container)
        } catch {
            task.cancel()
            throw error
        }
        _ = try await task.value
    }
}

extension [Int32] {
    fileprivate func allEmpty(_ containers: (Int32) async throws -> [Container]) async throws -> Bool {
        for process in self where try await !containers(process).isEmpty { return false }
        return true
    }
}
#endif
