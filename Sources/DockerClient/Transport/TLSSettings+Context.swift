internal import NIOSSL

extension TLSSettings {
    /// Reads the files.
    ///
    /// - Throws: `.tls` that names the file.
    func makeContext() throws(DockerError) -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = verifies ? .fullVerification : .none
        if let authorityFile {
            let authorities = try TLSSettings.read(authorityFile) { try NIOSSLCertificate.fromPEMFile($0) }
            configuration.trustRoots = .certificates(authorities)
        }
        if let certificateFile, let keyFile {
            configuration.certificateChain = try TLSSettings.read(certificateFile) { try NIOSSLCertificate.fromPEMFile($0) }
                .map { .certificate($0) }
            configuration.privateKey = .privateKey(try TLSSettings.read(keyFile) { try NIOSSLPrivateKey(file: $0, format: .pem) })
        }
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw DockerError(.tls, "the certificate \(certificateFile ?? "") and the key \(keyFile ?? "") do not fit: \(error)")
        }
    }

    private static func read<Item>(_ file: String, _ body: (String) throws -> Item) throws(DockerError) -> Item {
        do {
            return try body(file)
        } catch {
            throw DockerError(.tls, "cannot read \(file): \(error); expected a file in PEM form (see DOCKER_CERT_PATH)")
        }
    }
}
