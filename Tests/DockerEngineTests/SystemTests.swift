import DockerClient
import Testing

extension WithEngine {
    @Suite struct SystemTests {
        @Test func `the engine answers, and its version is negotiated`() async throws {
            let docker = try TestEngine.client()
            let ping = try await docker.system.ping()
            let newest = try #require(ping.apiVersion)
            #expect(try await docker.system.negotiatedVersion() == min(newest, .newest))
            let version = try await docker.system.version()
            #expect(version.apiVersion == newest.description)
            let info = try await docker.system.info()
            #expect(info.version == version.version)
            #expect(info.cpus > 0 && info.memory > 0)
        }

        @Test func `events tell of a container's life`() async throws {
            let docker = try TestEngine.client()
            let name = TestEngine.name("events")
            let events = try await docker.system.events(filters: ["container": [name]])
            let id = try await docker.containers.create(TestEngine.spec("true"), name: name).id
            try await docker.containers.start(id)
            _ = try await docker.containers.wait(id)
            try await docker.containers.remove(id)
            var actions: [String] = []
            for try await event in events where event.kind == "container" {
                #expect(event.id == id)
                actions.append(event.action)
                if event.action == "destroy" { break }
            }
            #expect(actions.starts(with: ["create"]) && actions.contains("start") && actions.contains("die"))
        }

        @Test func `a raw request reaches anything`() async throws {
            let docker = try TestEngine.client()
            let answer = try await docker.request(.get, "/containers/json", query: ["all": "1", "limit": "1"])
            #expect(answer.status == 200)
            #expect(try await docker.request(.get, "/no/such/path").status == 404)
        }
    }
}
