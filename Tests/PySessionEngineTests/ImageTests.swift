import DockerClient
import Foundation
import HaystackCore
import PySession
import Synchronization
import Testing

extension WithEngine {
    /// The SDK's image, upstream's, and any other.
    @Suite struct ImageTests {
        @Test func `our image is built with progress, and has what scientists import`() async throws {
            let states = Mutex<[PyImage.Progress]>([])
            var options = PyImage.Options()
            options.base = TestEngine.base
            options.name = try await TestEngine.ownImage()
            let id = try await PyImage.build(TestEngine.client(), options) { state in states.withLock { $0.append(state) } }
            let last = try #require(states.withLock { $0.last })
            #expect(last.steps > 5 && last.step == last.steps)
            #expect(try await TestEngine.client().images.inspect(options.name).id.hasPrefix(id.prefix(19)))
            let imports = "[__import__(n).__name__ for n in ['numpy','pandas','scipy','sklearn','numexpr','dateutil','pytz','matplotlib']]"
            try await withPySession(.docker(image: options.name)) { session in
                let found = try await session.eval(imports)
                #expect(found == ["numpy", "pandas", "scipy", "sklearn", "numexpr", "dateutil", "pytz", "matplotlib"])
                #expect(try await session.eval("str(__import__('zoneinfo').ZoneInfo('America/New_York'))") == "America/New_York")
                #expect(try await session.eval("__import__('os').getuid()") == 10001)
                #expect(try await session.eval("__import__('hxpy').__file__").string?.hasPrefix("/opt/haystack-sdk/image/") == true)
            }
        }

        @Test func `our image serves a Haxall server, which starts it as upstream's`() async throws {
            var options = DockerOptions(image: try await TestEngine.ownImage())
            options.server = .image
            try await withPySession(.docker(options)) { session in
                #expect(try await session.eval("6 * 7") == 42)
                let command = try await TestEngine.client().containers.inspect(Containers.only().id).configuration.command
                #expect(command.prefix(3) == ["-m", "hxpy", "--key"])
                #expect(command.dropFirst(4) == ["--port", "8888", "--level", "WARN"])
            }
        }

        @Test func `a build that cannot succeed is an error with its words`() async throws {
            var options = PyImage.Options()
            options.base = "haystack-test-none:1"
            options.name = "haystack-test-hxpy:never"
            await #expect(throws: DockerError.self) { try await PyImage.build(TestEngine.client(), options) }
        }

        @Test func `the server is put into an image that lacks it or has another version`() async throws {
            let stale = try await TestEngine.image(
                "stale",
                """
                FROM \(try await TestEngine.ownImage())
                LABEL haystack-sdk.hxpy=stale
                """
            )
            for image in [TestEngine.base, stale] {
                let file = try await py(.docker(image: image)).eval("__import__('hxpy').__file__").string
                #expect(file?.hasPrefix("/opt/haystack-sdk/hxpy-") == true)
            }
        }

        @Test func `an image with a Python as entrypoint and no server gets the SDK's`() async throws {
            let image = try await TestEngine.image("bare", "FROM \(TestEngine.base)\nENTRYPOINT [\"/usr/bin/python3\"]\n")
            let backend = PyBackend.docker(image: image)
            for _ in 0..<2 {
                let file = try await py(backend).eval("__import__('hxpy').__file__").string
                #expect(file?.hasPrefix("/opt/haystack-sdk/hxpy-") == true)
            }
            var options = DockerOptions(image: image)
            options.server = .image
            let error = await #expect(throws: PySessionError.self) { try await py(.docker(options)).eval("1") }
            #expect(error?.message.contains("no Python module hxpy") == true)
            #expect(try await Containers.of().isEmpty)
        }

        @Test func `upstream's image works as it is, and a new container follows its end`() async throws {
            try await withPySession(.docker(image: try await TestEngine.upstreamImage())) { session in
                try await session.initialize { $0.define("base", 40) }
                try await session.define("gone", 1)
                #expect(try await session.eval("base + 2") == 42)
                let first = try await Containers.only()
                #expect(try await TestEngine.client().containers.inspect(first.id).arguments.contains("hxpy"))
                let error = await #expect(throws: PythonError.self) { try await session.eval("base / 0") }
                #expect(error?.message == "division by zero")
                #expect(try await Containers.come { try await !Containers.isThere(first.id) })
                #expect(try await session.eval("base + 1") == 41)
                #expect(try await session.eval("'gone' in globals()") == false)
            }
            #expect(try await Containers.of().isEmpty)
        }

        @Test func `upstream's image takes the SDK's server where that is asked for`() async throws {
            var options = DockerOptions(image: try await TestEngine.upstreamImage())
            options.server = .embedded
            try await withPySession(.docker(options)) { session in
                await #expect(throws: PythonError.self) { try await session.eval("1 / 0") }
                let file = try await session.eval("__import__('hxpy').__file__").string
                #expect(file?.hasPrefix("/opt/haystack-sdk/hxpy-") == true)
            }
        }
    }
}
