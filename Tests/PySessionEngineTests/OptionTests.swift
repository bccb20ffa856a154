import DockerClient
import Foundation
import HaystackCore
import PySession
import Synchronization
import Testing

extension WithEngine {
    /// Options that reach the engine, and options that cannot be followed.
    @Suite struct OptionTests {
        @Test func `limits and mounts reach the engine, and by default nothing is mounted`() async throws {
            try await withPySession(.base()) { session in
                try await session.eval("1")
                let host = try await Containers.hostConfig(Containers.only().id)
                #expect((host["Mounts"] as? [Any])?.isEmpty ?? true)
                #expect((host["Binds"] as? [Any])?.isEmpty ?? true)
                #expect(host["Memory"] as? Int == 0)
                #expect(host["AutoRemove"] as? Bool == true)
            }
            let backend = PyBackend.base {
                $0.memory = 300 << 20
                $0.cpus = 0.5
                $0.pids = 77
                $0.mounts = [Mount(.bind, source: "/etc/debian_version", target: "/mnt/version", isReadOnly: true)]
            }
            try await withPySession(backend) { session in
                #expect(try await session.eval("open('/mnt/version').read() != ''") == true)
                #expect(try await session.eval("__import__('os').environ['OPENBLAS_NUM_THREADS']") == "1")
                let host = try await Containers.hostConfig(Containers.only().id)
                #expect(host["Memory"] as? Int == 300 << 20)
                #expect(host["NanoCpus"] as? Int == 500_000_000)
                #expect(host["PidsLimit"] as? Int == 77)
            }
        }

        @Test func `environment, user and port are the caller's`() async throws {
            let backend = PyBackend.base {
                $0.environment = ["FLAVOUR": "vanilla", "PYTHONPATH": "/srv/modules"]
                $0.user = "1234:5678"
                $0.port = 9001
            }
            try await withPySession(backend) { session in
                try await session.exec("import os, sys")
                #expect(try await session.eval("os.environ['FLAVOUR']") == "vanilla")
                #expect(try await session.eval("'/srv/modules' in sys.path") == true)
                #expect(try await session.eval("[os.getuid(), os.getgid()]") == [1234, 5678])
                #expect(try await Containers.only().ports.map(\.container) == [9001])
            }
        }

        @Test func `the server logs at the level that was asked for`() async throws {
            let text = Mutex("")
            let options = PySessionOptions { piece in text.withLock { $0 += String(decoding: piece.bytes, as: UTF8.self) } }
            try await withPySession(.base { $0.logLevel = .info }, options: options) { session in
                try await session.eval("1")
                #expect(try await Containers.come { text.withLock { $0.contains("hxpy INFO session opened") } })
            }
        }

        @Test func `without an image the error says what was tried and how to get one`() async throws {
            let error = await #expect(throws: PySessionError.self) { try await py(.docker(image: "haystack-test-none:1")).eval("1") }
            #expect(error?.code == .imageNotFound)
            #expect(error?.message.contains("haystack-test-none:1") == true)
            #expect(error?.message.contains("docker pull") == true)
        }

        @Test func `an image without the Python that was asked for is told as that`() async throws {
            let error = await #expect(throws: PySessionError.self) { try await py(.base { $0.python = "python9" }).eval("1") }
            #expect(error?.code == .pythonNotFound)
            #expect(error?.message.contains("python9") == true)
            #expect(try await Containers.of().isEmpty)
        }

        @Test func `an image without numpy is told as that`() async throws {
            try await withTemporaryFolder { folder in
                try Data("raise ImportError('hidden', name='numpy')".utf8).write(to: URL(filePath: folder + "/numpy.py"))
                let backend = PyBackend.base {
                    $0.mounts = [Mount(.bind, source: folder, target: "/srv/modules", isReadOnly: true)]
                    $0.environment = ["PYTHONPATH": "/srv/modules"]
                }
                let error = await #expect(throws: PySessionError.self) { try await py(backend).eval("1") }
                #expect(error?.code == .pythonUnfit)
                #expect(error?.message.contains("numpy") == true)
            }
            #expect(try await Containers.of().isEmpty)
        }

        @Test(arguments: [
            ("tcp://192.0.2.1:2375", PySessionError.Code.invalidOptions), ("unix:///nowhere/docker.sock", .engineFailed),
        ])
        func `an engine that cannot serve is told`(address: String, code: PySessionError.Code) async throws {
            let engine = try DockerEndpoint(address)
            await #expect(throws: PySessionError(code, "")) { try await py(.base { $0.engine = engine }).eval("1") }
        }

        @Test func `a network that there is not is told`() async throws {
            let error = await #expect(throws: PySessionError.self) { try await py(.base { $0.network = "haystack-test-none" }).eval("1") }
            #expect(error?.code == .engineFailed)
            #expect(error?.message.contains("haystack-test-none") == true)
            #expect(try await Containers.of().isEmpty)
        }

        @Test func `connections are tried as often as was asked for`() async throws {
            // It says that it is an image with a server, and its server never listens.
            let image = try await TestEngine.image(
                "deaf",
                """
                FROM \(TestEngine.base)
                COPY hxpy /usr/lib/python3/dist-packages/hxpy
                ENTRYPOINT ["python3"]
                """,
                files: ["hxpy/__main__.py": "import time\ntime.sleep(1000)\n"]
            )
            var options = DockerOptions(image: image)
            options.maxRetry = 3
            let error = await #expect(throws: PySessionError.self) { try await py(.docker(options)).eval("1") }
            #expect(error?.code == .connectionFailed)
            #expect(error?.message.contains("tried again 3 times") == true, "\(error?.message ?? "")")
            let late = PySessionOptions(startTimeout: .milliseconds(1500))
            await #expect(throws: PySessionError(.connectionFailed, "")) { try await py(.docker(image: image), options: late).eval("1") }
            #expect(try await Containers.of().isEmpty)
        }
    }
}
