import DockerClient
import Foundation
import HaystackCore
import PySession
import Testing

extension WithEngine {
    /// Code that tries to get out of the strict sandbox, or to take the machine with it.
    @Suite struct StrictTests {
        @Test func `numpy, pandas and matplotlib work inside`() async throws {
            try await withPySession(.strict()) { session in
                try await session.define("g", Grid(rows: [["area": 10], ["area": 32]]))
                #expect(try await session.eval("g.to_dataframe().area.sum()") == 42)
                try await session.exec("import matplotlib.pyplot as plot, io\nb = io.BytesIO()\nplot.plot([1, 2])\nplot.savefig(b, format='png')")
                #expect(try await session.eval("b.getvalue()[1:4].decode()") == "PNG")
            }
            #expect(try await Containers.of().isEmpty)
        }

        @Test func `the engine was told to take all rights away`() async throws {
            try await withPySession(.strict()) { session in
                try await session.eval("1")
                let container = try await Containers.only()
                let host = try await Containers.hostConfig(container.id)
                #expect(host["NetworkMode"] as? String == "none")
                #expect(host["ReadonlyRootfs"] as? Bool == true)
                #expect(host["CapDrop"] as? [String] == ["ALL"])
                #expect(host["SecurityOpt"] as? [String] == ["no-new-privileges"])
                #expect(host["Memory"] as? Int == 1 << 30 && host["MemorySwap"] as? Int == 1 << 30)
                #expect(host["NanoCpus"] as? Int == 1_000_000_000)
                #expect(host["PidsLimit"] as? Int == 256)
                #expect((host["LogConfig"] as? [String: Any])?["Type"] as? String == "none")
                #expect(container.ports.isEmpty)
            }
        }

        /// Each is one expression that must fail, and the exception that it fails with.
        private static let ways: [(code: String, exception: String)] = [
            // The network.
            ("socket.create_connection(('127.0.0.1', 22), 5)", "ConnectionRefusedError"),
            ("socket.create_connection(('172.17.0.1', 80), 5)", "OSError"),
            ("socket.create_connection(('2606:4700::1111', 53), 5)", "OSError"),
            ("socket.getaddrinfo('localhost.example', 80)", "socket.gaierror"),
            ("socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)", "PermissionError"),
            // Files.
            ("open('/etc/shadow').read()", "PermissionError"),
            ("open('/etc/passwd', 'a')", "OSError"),
            ("open('/usr/local/x', 'w')", "OSError"),
            ("open('/run/x', 'w')", "OSError"),
            ("open('/run/hxpy/x', 'w')", "FileNotFoundError"),
            ("os.listdir('/proc/1/root/root')", "PermissionError"),
            ("open('/proc/sysrq-trigger', 'w')", "OSError"),
            ("open('/sys/kernel/uevent_helper', 'w')", "OSError"),
            ("open('/var/run/docker.sock')", "FileNotFoundError"),
            ("open('/dev/sda')", "FileNotFoundError"),
            ("open('/dev/mem')", "FileNotFoundError"),
            // Rights.
            ("os.setuid(0)", "PermissionError"),
            ("os.chroot('/tmp')", "PermissionError"),
            ("os.mknod('/tmp/d', 0o60666, os.makedev(8, 0))", "PermissionError"),
            ("os.nice(-5)", "PermissionError"),
            ("os.sethostname('other') if hasattr(os, 'sethostname') else socket.sethostname('other')", "PermissionError"),
            (
                "ctypes.CDLL(None, use_errno=True).mount(b'none', b'/tmp', b'tmpfs', 0, None) and os.stat(['', '/x/denied'][ctypes.get_errno() == 1])",
                "FileNotFoundError"
            ),
        ]

        @Test func `the ways out are closed, and the session goes on after each`() async throws {
            try await withPySession(.strict()) { session in
                try await session.exec("import os, socket, ctypes")
                for (code, exception) in Self.ways {
                    let error = await #expect(throws: PythonError.self, "\(code)") { try await session.eval(code) }
                    let type = error?.type ?? ""
                    // PermissionError and its like are OSErrors.
                    let isOther = exception == "OSError" && ["PermissionError", "OSError", "FileNotFoundError"].contains(type)
                    #expect(type == exception || isOther, "\(code): \(type): \(error?.message ?? "")")
                    let answer = try await session.eval("6 * 7")
                    #expect(answer == 42)
                }
            }
        }

        @Test func `Python runs as nobody, with no capability and no way to new ones`() async throws {
            try await withPySession(.strict()) { session in
                try await session.exec("status = dict(l.split(':\\t', 1) for l in open('/proc/self/status').read().splitlines() if ':\\t' in l)")
                #expect(try await session.eval("int(status['CapEff'], 16) | int(status['CapBnd'], 16) | int(status['CapPrm'], 16)") == 0)
                #expect(try await session.eval("status['NoNewPrivs']") == "1")
                #expect(try await session.eval("int(status['Uid'].split()[0]) != 0") == true)
                #expect(try await session.eval("sorted(__import__('os').listdir('/sys/class/net'))") == ["lo"])
            }
        }

        @Test func `a fork bomb stops at the limit, and the next evaluation works`() async throws {
            let backend = PyBackend.strict { $0.pids = 32 }
            try await withPySession(backend) { session in
                try await session.exec("import os, time")
                let bomb = "[os.fork() or time.sleep(30) for _ in range(1000)]"
                do {
                    try await session.eval(bomb, timeout: .seconds(20))
                    Issue.record("1000 processes were made where 32 are allowed")
                } catch let error as PythonError {
                    #expect(error.type == "BlockingIOError")
                } catch let error as PySessionError {
                    #expect(error.code == .timeout || error.code == .serverDied)
                }
                let answer = try await session.eval("6 * 7")
                #expect(answer == 42)
            }
            #expect(try await Containers.of().isEmpty)
        }

        @Test func `a fork bomb that never gives in costs its time, and the next evaluation works`() async throws {
            let code = """
                import os
                def bomb():
                    while True:
                        try: os.fork()
                        except OSError: pass
                """
            try await withPySession(.strict { $0.pids = 32 }) { session in
                try await session.exec(code)
                await #expect(throws: PySessionError(.timeout, "")) { try await session.eval("bomb()", timeout: .seconds(2)) }
                let answer = try await session.eval("6 * 7")
                #expect(answer == 42)
            }
            #expect(try await Containers.of().isEmpty)
        }

        @Test(arguments: ["bytearray(1 << 30)", "[bytearray(1 << 20) for _ in range(1000)]", "__import__('numpy').ones((1 << 27,))"])
        func `a memory bomb is told as out of memory, and the next evaluation works`(code: String) async throws {
            try await withPySession(.strict { $0.memory = 256 << 20 }) { session in
                try await session.eval("1")
                let error = await #expect(throws: PySessionError.self) { try await session.eval(code) }
                #expect(error?.code == .outOfMemory, "\(error.map { "\($0)" } ?? "")")
                #expect(error?.message.contains("used more memory than it may have") == true && error?.message.contains("option memory") == true)
                let answer = try await session.eval("6 * 7")
                #expect(answer == 42)
            }
            #expect(try await Containers.of().isEmpty)
        }

        @Test func `a crash is told apart from memory that is used up`() async throws {
            try await withPySession(.strict { $0.memory = 256 << 20 }) { session in
                await #expect(throws: PySessionError(.serverDied, "")) { try await session.eval("__import__('os').kill(__import__('os').getpid(), 9)") }
                let error = await #expect(throws: PythonError.self) { try await session.eval("'x' * (1 << 60)") }
                #expect(error?.type == "MemoryError")
            }
        }

        @Test func `what fills the disk is told, and there is no place beside the temporary one`() async throws {
            let backend = PyBackend.strict { $0.temporarySpace = 16 << 20 }
            try await withPySession(backend) { session in
                for folder in ["/tmp", "/dev/shm"] {
                    let error = await #expect(throws: PythonError.self) { try await session.eval("open('\(folder)/x', 'wb').write(bytes(64 << 20))") }
                    #expect(error?.message.contains("No space left") == true, "\(folder): \(error?.message ?? "")")
                    try await session.exec("import os\nos.remove('\(folder)/x')")
                }
                try await session.exec(
                    """
                    def writable():
                        found = []
                        for folder, _, _ in os.walk('/', onerror=lambda e: None):
                            if folder.startswith(('/proc', '/sys')): continue
                            try:
                                path = os.path.join(folder, '.probe')
                                open(path, 'w').close()
                                os.remove(path)
                                found.append(folder)
                            except OSError: pass
                        return sorted(found)
                    """
                )
                let writable = try await session.eval("writable()")
                #expect(writable == ["/dev/mqueue", "/dev/shm", "/tmp"])
            }
        }

        @Test func `options that would open the sandbox are refused`() async throws {
            let changes: [(@Sendable (inout DockerOptions) -> Void)] = [
                { $0.network = "bridge" }, { $0.user = "root" }, { $0.user = "0:0" }, { $0.server = .image },
            ]
            for change in changes {
                await #expect(throws: PySessionError(.invalidOptions, "")) { try await py(.strict(change)).eval("1") }
            }
            #expect(try await Containers.of().isEmpty)
        }

        @Test func `no folder of the socket is left`() async throws {
            try await withPySession(.strict()) { session in
                try await session.eval("1")
                #expect(socketFolders.isEmpty)
            }
            await #expect(throws: PySessionError.self) { try await py(.strict { $0.python = "python9" }).eval("1") }
            #expect(socketFolders.isEmpty)
        }

        private var socketFolders: [String] {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp")) ?? []
            return names.filter { $0.hasPrefix("hxpy-\(ProcessInfo.processInfo.processIdentifier)-") }
        }
    }
}
