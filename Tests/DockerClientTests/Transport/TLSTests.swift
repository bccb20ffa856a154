import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import Testing

@testable import DockerClient

@Suite(.timeLimit(.minutes(1))) struct TLSTests {
    /// Makes an authority, and certificates of a server and a client that it signed, under the names that Docker gives them.
    private static func makeCertificates() throws -> TestFolder {
        let folder = try TestFolder()
        let path = folder.path
        try folder.run(
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=authority",
            "-keyout",
            "\(path)/ca-key.pem",
            "-out",
            "\(path)/ca.pem"
        )
        for (name, file) in [("localhost", "server"), ("client", "cert")] {
            let key = file == "cert" ? "key" : "server-key"
            try folder.run(
                "openssl",
                "req",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-subj",
                "/CN=\(name)",
                "-keyout",
                "\(path)/\(key).pem",
                "-out",
                "\(path)/\(file).csr"
            )
            try folder.write("ext", "subjectAltName=DNS:localhost,IP:127.0.0.1")
            try folder.run(
                "openssl",
                "x509",
                "-req",
                "-in",
                "\(path)/\(file).csr",
                "-CA",
                "\(path)/ca.pem",
                "-CAkey",
                "\(path)/ca-key.pem",
                "-CAcreateserial",
                "-days",
                "2",
                "-extfile",
                "\(path)/ext",
                "-out",
                "\(path)/\(file).pem"
            )
        }
        return folder
    }

    /// Runs the body beside a server that asks for a client's certificate and answers every request with OK.
    private static func withServer(_ folder: TestFolder, _ body: (Int) async throws -> Void) async throws {
        let chain = try NIOSSLCertificate.fromPEMFile(folder.path + "/server.pem").map { NIOSSLCertificateSource.certificate($0) }
        let key = try NIOSSLPrivateKey(file: folder.path + "/server-key.pem", format: .pem)
        var configuration = TLSConfiguration.makeServerConfiguration(certificateChain: chain, privateKey: .privateKey(key))
        configuration.certificateVerification = .noHostnameVerification
        configuration.trustRoots = .file(folder.path + "/ca.pem")
        let context = try NIOSSLContext(configuration: configuration)
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers([NIOSSLServerHandler(context: context), Answering()])
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        do {
            try await body(#require(server.localAddress?.port))
            try await server.close()
        } catch {
            try await server.close()
            throw error
        }
    }

    private final class Answering: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer
        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let answer = ByteBuffer(string: "HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Length: 2\r\n\r\nOK")
            context.writeAndFlush(wrapOutboundOut(answer), promise: nil)
        }
        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }

    private static func client(_ port: Int, _ folder: TestFolder, _ variables: [String: String] = ["DOCKER_TLS_VERIFY": "1"]) throws
        -> DockerClient
    {
        var options = DockerClient.Options()
        let own = ["DOCKER_HOST": "tcp://127.0.0.1:\(port)", "DOCKER_CERT_PATH": folder.path]
        options.environment = DockerEnvironment(variables: own.merging(variables) { $1 }, home: "/nowhere")
        return try DockerClient(options: options)
    }

    @Test func `certificates on both sides are checked`() async throws {
        let folder = try Self.makeCertificates()
        try await Self.withServer(folder) { port in
            let docker = try Self.client(port, folder)
            #expect(try await docker.system.ping().apiVersion == APIVersion(major: 1, minor: 41))
            let unchecked = try Self.client(port, folder, [:])
            #expect(try await unchecked.system.negotiatedVersion() == APIVersion(major: 1, minor: 41))
        }
    }

    @Test func `an engine with another authority's certificate is refused`() async throws {
        let folder = try Self.makeCertificates()
        let other = try Self.makeCertificates()
        try await Self.withServer(folder) { port in
            await #expect(throws: DockerError(.tls, "")) { try await Self.client(port, other).system.ping() }
        }
    }

    @Test func `files that are no certificates are named`() throws {
        let folder = try TestFolder()
        for name in ["ca", "cert", "key"] { try folder.write("\(name).pem", "nonsense") }
        let error = #expect(throws: DockerError.self) { try Self.client(1, folder) }
        #expect(error?.code == .tls && error?.message.contains("ca.pem") == true)
    }
}
