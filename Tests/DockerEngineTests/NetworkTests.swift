import DockerClient
import Testing

extension WithEngine {
    @Suite struct NetworkTests {
        @Test func `a network is made, joined, left and removed`() async throws {
            try await TestEngine.withSleeper { spec in
                spec.host.networkMode = nil
            } _: { docker, id in
                var spec = NetworkSpec(TestEngine.name("net"))
                spec.labels = [TestEngine.label: "1"]
                spec.isInternal = true
                let network = try await docker.networks.create(spec)
                await #expect(throws: DockerError(.conflict, "")) { try await docker.networks.create(spec) }
                try await docker.networks.connect(id, to: network, NetworkEndpoint(aliases: ["box"]))
                let details = try await docker.networks.inspect(network)
                #expect(details.isInternal && details.subnets.count == 1)
                #expect(Array(details.containers.keys) == [id])
                let attachment = try await docker.containers.inspect(id).networks[spec.name]
                #expect(attachment?.aliases.contains("box") == true && attachment?.address.isEmpty == false)
                #expect(try await docker.networks.list(filters: ["name": [spec.name]]).map(\.id) == [network])
                try await docker.networks.disconnect(id, from: network)
                try await docker.networks.remove(network)
                await #expect(throws: DockerError(.notFound, "")) { try await docker.networks.inspect(network) }
            }
        }

        @Test func `containers in one network find each other by name`() async throws {
            let docker = try TestEngine.client()
            let network = TestEngine.name("pair")
            var spec = NetworkSpec(network)
            spec.labels = [network: "1"]
            _ = try await docker.networks.create(spec)
            var server = TestEngine.spec("python3", "-m", "http.server", "8000")
            server.host.networkMode = network
            server.networks = [network: NetworkEndpoint(aliases: ["server"])]
            server.ports = [PortBinding(container: 8000, address: "127.0.0.1")]
            try await docker.containers.with(server) { id in
                try await docker.containers.start(id)
                let published = try await docker.containers.inspect(id).ports["8000/tcp"]
                #expect(published?.first?.address == "127.0.0.1" && published?.first?.port ?? 0 > 0)
                let resolved = try await docker.exec.run(["getent", "hosts", "server"], in: id)
                #expect(resolved.exitCode == 0)
            }
            // Others may use this engine: nothing is pruned but by a label.
            #expect(try await docker.networks.prune(filters: ["label": [network]]).removed == [network])
        }

        @Test func `a volume keeps what a container wrote`() async throws {
            let docker = try TestEngine.client()
            var spec = VolumeSpec(TestEngine.name("volume"))
            spec.labels = [TestEngine.label: "1"]
            let volume = try await docker.volumes.create(spec)
            #expect(volume.name == spec.name && volume.driver == "local")
            for command in ["echo kept > /data/a", "cat /data/a"] {
                var container = TestEngine.spec("sh", "-c", command)
                container.host.mounts = [Mount(.volume, source: volume.name, target: "/data")]
                try await docker.containers.with(container) { id in
                    try await docker.containers.start(id)
                    #expect(try await docker.containers.wait(id).code == 0)
                    if command.hasPrefix("cat") {
                        #expect(try await docker.containers.logs(id).lines.collect().map(\.text) == ["kept"])
                    }
                    await #expect(throws: DockerError(.conflict, "")) { try await docker.volumes.remove(volume.name) }
                }
            }
            #expect(try await docker.volumes.inspect(volume.name).labels == spec.labels)
            #expect(try await docker.volumes.list(filters: ["name": [volume.name]]).count == 1)
            try await docker.volumes.remove(volume.name)
        }

        @Test func `pruning takes volumes that carry the label`() async throws {
            let docker = try TestEngine.client()
            let mark = TestEngine.name("prune")
            var spec = VolumeSpec()
            spec.labels = [mark: "1"]
            let volume = try await docker.volumes.create(spec)
            var filters: Filters = ["label": [mark]]
            // Engines from API 1.42 on leave out volumes with a name unless they are told.
            if try await docker.system.negotiatedVersion() >= APIVersion(major: 1, minor: 42) { filters.add("all", "true") }
            #expect(try await docker.volumes.prune(filters: filters).removed == [volume.name])
            await #expect(throws: DockerError(.notFound, "")) { try await docker.volumes.inspect(volume.name) }
        }
    }
}
