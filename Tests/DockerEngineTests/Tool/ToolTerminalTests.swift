#if os(Linux)
import DockerClient
import Foundation
import Testing

extension WithEngine {
    @Suite(.timeLimit(.minutes(1))) struct ToolTerminalTests {
        @Test func `run -it is a terminal of this one's size, which follows it`() async throws {
            let name = TestEngine.name("tty")
            let terminal = try ToolTerminal(
                "docker", "run", "--rm", "-it", "--network", "none", "--name", name, TestEngine.image, "bash", "--norc", rows: 31, columns: 97
            )
            try await terminal.read(until: "bash-5")
            // The engine takes the size when the process has begun, which may have shown its prompt by then.
            try terminal.type("until stty size | grep '31 97'; do sleep 0.01; done; echo do''ne\n")
            try await terminal.read(until: "31 97\r\ndone")
            #expect(!terminal.shows)
            try terminal.type("trap 'stty size; echo chan''ged' WINCH; echo trap''ped\n")
            try await terminal.read(until: "trapped")
            try terminal.resize(rows: 40, columns: 120)
            try await terminal.read(until: "40 120\r\nchanged")
            try terminal.type("exit 7\n")
            #expect(try await terminal.end().status == 7)
            #expect(try await TestEngine.client().containers.list(all: true, filters: ["name": [name]]).isEmpty)
        }

        @Test func `exec -it passes keys on as they are typed`() async throws {
            try await TestEngine.withSleeper { _, id in
                let terminal = try ToolTerminal("docker", "exec", "-it", id, "bash", "--norc", rows: 25, columns: 83)
                try await terminal.read(until: "bash-5")
                // Said by the program that is to be interrupted: the shell itself may be past the key by then, and not yet at the program.
                try terminal.type("until stty size | grep '25 83'; do sleep 0.01; done; sh -c 'echo sleep\"\"ing; exec sleep 100'\n")
                try await terminal.read(until: "25 83\r\nsleeping")
                try terminal.type("\u{3}")
                try await terminal.read(until: "bash-5")
                try terminal.type("exit $?\n")
                #expect(try await terminal.end().status == 130)
            }
        }

        @Test func `Ctrl-P Ctrl-Q lets go of a container, which lives on`() async throws {
            let docker = try TestEngine.client()
            let name = TestEngine.name("detach")
            let terminal = try ToolTerminal("docker", "run", "-it", "--network", "none", "--name", name, TestEngine.image, "bash", "--norc")
            try await terminal.read(until: "bash-5")
            try terminal.type("\u{10}\u{11}")
            #expect(try await terminal.end().status == 0)
            #expect(try await docker.containers.inspect(name).state.isRunning)
            try await docker.containers.remove(name, force: true)
        }

        @Test func `the terminal is as before at the end, also after a signal`() async throws {
            try await TestEngine.withSleeper { _, id in
                let terminal = try ToolTerminal("docker", "exec", "-it", id, "bash", "--norc")
                try await terminal.read(until: "bash-5")
                #expect(!terminal.shows)
                try terminal.terminate()
                let end = try await terminal.end()
                #expect(end.status == 143)
                #expect(end.shows)
            }
        }

        @Test func `a pull shows bars on a terminal`() async throws {
            try await TestRegistry.with { _, registry in
                let terminal = try ToolTerminal("docker", "pull", registry.image)
                try await terminal.read(until: "1: Pulling from team/app")
                try await terminal.read(until: "MB/8.39MB")
                try await terminal.read(until: "Pull complete")
                try await terminal.read(until: "Status: Downloaded newer image")
                #expect(try await terminal.end().status == 0)
            }
        }
    }
}
#endif
