import Foundation
import HaystackCore
import Testing

@testable import PySession

/// Sessions leave no processes, folders or descriptors, even when this program is killed.
@Suite(.serialized) struct NothingLeftTests {
    @Test func `fifty sessions, however they end, leave nothing`() async throws {
        await #expect(processExitsWith: .success) {
            func run(_ number: Int) async {
                let session = PySession()
                switch number % 5 {
                case 0: _ = try? await session.eval("1")
                case 1: _ = try? await session.eval("__import__('os')._exit(1)")
                case 2: _ = try? await session.eval("sum(range(10**12))", timeout: .milliseconds(20))
                case 3:
                    let task = Task { _ = try await session.eval("sum(range(10**12))") }
                    try? await Task.sleep(for: .milliseconds(number * 10))
                    task.cancel()
                    _ = await task.result
                default: return _ = try? await session.eval("1 / 0")
                }
                await session.close()
            }
            await run(0)
            let before = Leftovers.descriptorCount
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<50 {
                    if number >= 4 { await group.next() }
                    group.addTask { await run(number) }
                }
            }
            #expect(await Leftovers.come { Leftovers.children.isEmpty })
            #expect(
                await Leftovers.come { Leftovers.descriptorCount <= before },
                "\(Leftovers.descriptorCount) descriptors after \(before)"
            )
            #expect(Leftovers.socketFolders.isEmpty)
        }
    }

    @Test(arguments: ["sum(range(10**12))", "__import__('time').sleep(10**6)"])
    func `a program that is killed takes its Python with it, whatever that is doing`(code: String) async throws {
        try await withTemporaryFolder { folder in
            await #expect(processExitsWith: .signal(SIGKILL)) { [folder = folder as String, code = code as String] in
                let session = PySession()
                let task = Task {
                    try await session.eval(
                        "(open('\(folder)/draft', 'w').write(str(__import__('os').getpid())), __import__('os').rename('\(folder)/draft', '\(folder)/pid'), \(code))"
                    )
                }
                #expect(await Leftovers.come { FileManager.default.fileExists(atPath: folder + "/pid") })
                kill(getpid(), SIGKILL)
                _ = await task.result
            }
            let process = try #require(Int(try String(contentsOfFile: folder + "/pid", encoding: .utf8)))
            #expect(await Leftovers.come { !Leftovers.isRunning(process) })
        }
    }

    @Test func `a program that is killed while Python starts takes it along, and the next one sweeps its folder`() async throws {
        try await withTemporaryFolder { folder in
            let program = try fakePython(
                "echo $$ > '\(folder)/draft'; mv '\(folder)/draft' '\(folder)/pid'; sleep 0.2; exec \"$PYTHON\" \"$@\"",
                in: folder
            )
            await #expect(processExitsWith: .signal(SIGKILL)) { [folder = folder as String, program = program as String] in
                // Its own, for any program's session sweeps the common one.
                setVariable("TMPDIR", folder)
                let session = PySession(.local(python: program))
                let task = Task { try await session.eval("1") }
                #expect(await Leftovers.come { FileManager.default.fileExists(atPath: folder + "/pid") })
                kill(getpid(), SIGKILL)
                _ = await task.result
            }
            let process = try #require(Int(try String(contentsOfFile: folder + "/pid", encoding: .utf8).dropLast()))
            #expect(await Leftovers.come { !Leftovers.isRunning(process) })
            func left() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix("hxpy-") } }
            #expect(try left().count == 1)
            await #expect(processExitsWith: .success) { [folder = folder as String] in
                setVariable("TMPDIR", folder)
                try SocketFolder().remove()
            }
            #expect(try left() == [])
        }
    }

    @Test func `the folder of a program that lives is not swept`() throws {
        let path = Leftovers.socketBase + "/hxpy-1-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: path) }
        try SocketFolder().remove()
        #expect(FileManager.default.fileExists(atPath: path))
    }

    @Test func `the socket's folder is only this user's, and gone once the session stands`() async throws {
        let folder = try SocketFolder()
        let path = URL(filePath: folder.socketPath).deletingLastPathComponent().path
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o700)
        #expect(folder.socketPath.utf8.count < 104)
        folder.remove()
        #expect(!FileManager.default.fileExists(atPath: path))
        try await withPySession { session in
            try await session.eval("1")
            #expect(await Leftovers.come { Leftovers.socketFolders.isEmpty })
        }
    }

    @Test func `a socket's folder goes whoever removes the socket first`() async throws {
        for _ in 0..<200 {
            let folder = try SocketFolder()
            #expect(FileManager.default.createFile(atPath: folder.socketPath, contents: nil))
            async let other: Void = { _ = try? FileManager.default.removeItem(atPath: folder.socketPath) }()
            folder.remove()
            _ = await other
        }
        #expect(Leftovers.socketFolders.isEmpty)
    }
}
