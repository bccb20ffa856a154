import Foundation
import NIOCore
import Testing

@testable import DockerClient

@Suite(.timeLimit(.minutes(1))) struct NegotiationTests {
    /// An engine of a version that answers every call with its path.
    private static func run(_ version: String, _ body: (DockerClient) async throws -> Void) async throws {
        try await StubEngine.run { connection in
            while let line = try await connection.request() {
                let path = line.split(separator: " ")[1]
                if path == "/_ping" {
                    try await connection.answer("OK", headers: "Api-Version: \(version)\r\n")
                } else {
                    try await connection.answer(#"{"Id":"\#(path)"}"#)
                }
            }
        } _: { engine in
            var options = DockerClient.Options()
            options.environment = DockerEnvironment(variables: [:], home: "/nowhere")
            try await body(DockerClient(engine.endpoint, options: options))
        }
    }

    @Test(arguments: [("1.24", "1.24"), ("1.41", "1.41"), ("1.99", APIVersion.newest.description)])
    func `the version is what both speak`(engine: String, used: String) async throws {
        try await Self.run(engine) { docker in
            let id = try await docker.containers.create(ContainerSpec(image: "x")).id
            #expect(id == "/v\(used)/containers/create")
        }
    }

    @Test func `an engine that is too old is refused, with both versions`() async throws {
        try await Self.run("1.18") { docker in
            let error = await #expect(throws: DockerError.self) { try await docker.containers.list() }
            #expect(error?.code == .unsupported && error?.message.contains("1.18") == true && error?.message.contains("1.24") == true)
        }
    }

    @Test func `a feature that the engine is too old for is refused, with both versions`() async throws {
        try await Self.run("1.40") { docker in
            let error = await #expect(throws: DockerError.self) {
                try await docker.containers.create(ContainerSpec(image: "x"), platform: "linux/arm64")
            }
            #expect(error?.code == .unsupported && error?.message.contains("1.40") == true && error?.message.contains("1.41") == true)
        }
    }

    @Test(arguments: [
        (304, DockerError.Code.notModified), (400, .badRequest), (401, .unauthorized), (403, .unauthorized), (404, .notFound),
        (409, .conflict), (500, .serverError), (503, .serverError), (418, .unexpectedStatus),
    ])
    func `a status has its code and the engine's words`(status: Int, code: DockerError.Code) async throws {
        try await StubEngine.run { connection in
            while try await connection.request() != nil {
                try await connection.answer(status == 304 ? "" : #"{"message":"because"}"#, status: "\(status) X")
            }
        } _: { engine in
            let error = await #expect(throws: DockerError.self) { try await engine.client().containers.pause("x") }
            #expect(error?.code == code && error?.status == status)
            #expect(error?.message.contains(status == 304 ? "already" : "because") == true)
        }
    }

    @Test func `an answer of another shape names the place`() async throws {
        try await StubEngine.run { connection in
            while try await connection.request() != nil {
                try await connection.answer(#"[{"Id":"x","Names":["a"]},{"Id":"y","Labels":{"a":5}}]"#)
            }
        } _: { engine in
            let error = await #expect(throws: DockerError.self) { try await engine.client().containers.list() }
            #expect(error?.code == .decoding && error?.message.contains("[1].Labels.a") == true)
        }
    }

    @Test func `models take unknown words, nulls, missing fields and podman's differences`() throws {
        let text = #"""
            {"Id":"x","Name":"/web","Created":"2024-05-06T07:08:09.123456789+02:00","State":{"Status":"stopped?","StartedAt":"0001-01-01T00:00:00Z"},
             "Config":{"Entrypoint":"/bin/sh","Cmd":null,"New":[1]},"Mounts":null,"NetworkSettings":{"Ports":{"80/tcp":null,
             "81/tcp":[{"HostIp":"::","HostPort":"8081"}]}}}
            """#
        let details = try JSON.decode(ContainerDetails.self, from: ByteBuffer(string: text), what: "x")
        #expect(details.name == "web" && details.state.status == "stopped?" && details.state.started == nil)
        #expect(details.configuration.entrypoint == ["/bin/sh"] && details.configuration.command.isEmpty)
        #expect(details.ports.keys.sorted() == ["81/tcp"])
        #expect(abs((details.created?.timeIntervalSince1970 ?? 0) - 1_714_972_089.123456) < 0.001)
    }

    @Test(
        arguments: [
            ("python:3", "python", "3", nil, RegistryLogin.dockerHub), ("h:5000/a/b", "h:5000/a/b", nil, nil, "h:5000"),
            ("ghcr.io/a/b:1@sha256:ff", "ghcr.io/a/b", "1", "sha256:ff", "ghcr.io"),
            ("team/app", "team/app", nil, nil, RegistryLogin.dockerHub),
            ("localhost/x:y", "localhost/x", "y", nil, "localhost"),
            ("docker.io/library/x", "docker.io/library/x", nil, nil, RegistryLogin.dockerHub),
        ] as [(String, String, String?, String?, String)]
    )
    func `an image's name is taken apart`(name: String, repository: String, tag: String?, digest: String?, registry: String) throws {
        let reference = try ImageReference(name)
        #expect(reference.repository == repository && reference.tag == tag && reference.digest == digest)
        #expect(reference.registry == registry)
    }
}
