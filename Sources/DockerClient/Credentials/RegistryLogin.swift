internal import NIOCore

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// A login at a registry.
public struct RegistryLogin: Sendable, Hashable {
    /// The key of Docker Hub in config.json and with credential helpers.
    static let dockerHub = "https://index.docker.io/v1/"

    /// The user's name.
    public var username: String
    /// The password.
    public var password: String
    /// A token in the place of name and password.
    public var identityToken: String?
    /// The registry's address.
    public var registry: String

    /// Makes a login with a password.
    ///
    /// - Parameter registry: such as `ghcr.io`; Docker Hub where it is nil.
    public init(username: String, password: String, registry: String? = nil) {
        self.username = username
        self.password = password
        self.registry = registry ?? RegistryLogin.dockerHub
    }

    /// Makes a login with an identity token.
    public init(identityToken: String, registry: String? = nil) {
        self.init(username: "", password: "", registry: registry)
        self.identityToken = identityToken
    }

    /// The value of `X-Registry-Auth`: JSON in base64 for URLs.
    func header() throws(DockerError) -> String {
        RegistryLogin.base64URL(try JSON.encode(self))
    }

    /// The value of `X-Registry-Config`: the logins by registry.
    static func header(_ logins: [String: RegistryLogin]) throws(DockerError) -> String {
        base64URL(try JSON.encode(logins))
    }

    private static func base64URL(_ bytes: ByteBuffer) -> String {
        let text = Data(bytes.readableBytesView).base64EncodedString()
        return String(text.map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 })
    }
}

extension RegistryLogin: Encodable {
    /// Writes the engine's JSON.
    public func encode(to encoder: any Encoder) throws {
        var fields = FieldWriter(encoder)
        if let identityToken {
            try fields.set("identitytoken", identityToken)
        } else {
            try fields.set("username", username)
            try fields.set("password", password)
        }
        try fields.set("serveraddress", registry)
    }
}

extension RegistryLogin: CustomStringConvertible, CustomDebugStringConvertible {
    /// Name and registry; never the password.
    public var description: String { "\(identityToken == nil ? username : "a token") at \(registry)" }
    /// Name and registry; never the password.
    public var debugDescription: String { description }
}
