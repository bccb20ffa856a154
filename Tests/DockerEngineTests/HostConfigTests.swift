import DockerClient
import Foundation
import Testing

extension WithEngine {
    @Suite struct HostConfigTests {
        /// What an inspection says of a container's host settings, as it stands on the wire.
        private struct Inspection: Decodable {
            struct HostConfig: Decodable, Equatable {
                var Binds: [String]?
                var Memory: Int?
                var MemorySwap: Int?
                var NanoCpus: Int?
                var CpuShares: Int?
                var CpusetCpus: String?
                var PidsLimit: Int?
                var ShmSize: Int?
                var ReadonlyRootfs: Bool?
                var CapAdd: [String]?
                var CapDrop: [String]?
                var SecurityOpt: [String]?
                var Tmpfs: [String: String]?
                var Init: Bool?
                var AutoRemove: Bool?
                var NetworkMode: String?
                var ExtraHosts: [String]?
                var Dns: [String]?
                var Sysctls: [String: String]?
                var RestartPolicy: Restart?
                var IpcMode: String?
                var PortBindings: [String: [Binding]]?
            }

            struct Restart: Decodable, Equatable {
                var Name: String
                var MaximumRetryCount: Int
            }

            struct Binding: Decodable, Equatable {
                var HostIp: String
                var HostPort: String
            }

            let HostConfig: HostConfig
        }

        @Test func `each host setting arrives in the engine as it was meant`() async throws {
            let docker = try TestEngine.client()
            var spec = TestEngine.spec("true")
            spec.ports = [PortBinding(container: 80, host: 8123, address: "127.0.0.1"), PortBinding(container: 53, kind: "udp")]
            var host = HostSettings()
            host.binds = ["/etc/hostname:/bound:ro"]
            host.memory = 64 << 20
            host.memoryAndSwap = 96 << 20
            host.cpus = 0.75
            host.cpuShares = 512
            host.cpuSet = "0"
            host.pidsLimit = 17
            host.sharedMemory = 8 << 20
            host.isReadOnly = true
            host.addedCapabilities = ["NET_ADMIN"]
            host.droppedCapabilities = ["ALL"]
            host.securityOptions = ["no-new-privileges"]
            host.tmpfs = ["/scratch": "size=1m"]
            host.hasInit = true
            host.networkMode = "bridge"
            host.extraHosts = ["other:10.0.0.1"]
            host.dns = ["10.0.0.2"]
            host.sysctls = ["net.ipv4.ip_forward": "0"]
            host.restart = .onFailure(times: 3)
            host.ipcMode = "private"
            spec.host = host
            try await docker.containers.with(spec) { id in
                let answer = try await docker.request(.get, "/containers/\(id)/json")
                let found = try answer.decode(Inspection.self).HostConfig
                let expected = Inspection.HostConfig(
                    Binds: ["/etc/hostname:/bound:ro"], Memory: 64 << 20, MemorySwap: 96 << 20, NanoCpus: 750_000_000, CpuShares: 512,
                    CpusetCpus: "0", PidsLimit: 17, ShmSize: 8 << 20, ReadonlyRootfs: true, CapAdd: ["NET_ADMIN"], CapDrop: ["ALL"],
                    SecurityOpt: ["no-new-privileges"], Tmpfs: ["/scratch": "size=1m"], Init: true, AutoRemove: false, NetworkMode: "bridge",
                    ExtraHosts: ["other:10.0.0.1"], Dns: ["10.0.0.2"], Sysctls: ["net.ipv4.ip_forward": "0"],
                    RestartPolicy: .init(Name: "on-failure", MaximumRetryCount: 3), IpcMode: "private",
                    PortBindings: [
                        "80/tcp": [.init(HostIp: "127.0.0.1", HostPort: "8123")], "53/udp": [.init(HostIp: "", HostPort: "")],
                    ]
                )
                #expect(found == expected)
            }
        }

        @Test func `limits hold inside of the container`() async throws {
            try await TestEngine.withSleeper { spec in
                spec.host.memory = 32 << 20
                spec.host.memoryAndSwap = 32 << 20
                spec.host.pidsLimit = 8
            } _: { docker, id in
                let hog = try await docker.exec.run(["python3", "-c", "x = bytearray(100 << 20)"], in: id)
                #expect(hog.exitCode == 137)
                let forks = try await docker.exec.run(["sh", "-c", "for i in 1 2 3 4 5 6 7 8 9; do sleep 5 & done; true"], in: id)
                #expect(forks.stderr.contains("fork"))
            }
        }
    }
}
