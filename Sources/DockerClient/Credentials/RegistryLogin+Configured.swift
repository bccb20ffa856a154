#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

extension RegistryLogin {
    /// The login that config.json has for a registry: by the registry's own helper, by the store, or in the file itself; nil for none.
    ///
    /// - Throws: `.credentials` where a helper fails, `.configuration` for a damaged file.
    static func configured(for registry: String, _ environment: DockerEnvironment) async throws(DockerError) -> RegistryLogin? {
        let file = try DockerConfigFile.read(environment.configFolder)
        if let helper = file.credentialHelpers[registry] ?? file.credentialHelpers[host(registry)] ?? file.credentialStore, !helper.isEmpty {
            return try await CredentialHelper(name: helper, environment: environment).login(at: registry)
        }
        return try stored(for: registry, in: file)
    }

    /// The logins that config.json holds itself.
    static func allConfigured(_ environment: DockerEnvironment) throws(DockerError) -> [String: RegistryLogin] {
        let file = try DockerConfigFile.read(environment.configFolder)
        var logins: [String: RegistryLogin] = [:]
        for registry in file.auths.keys {
            if let login = try stored(for: registry, in: file) { logins[registry] = login }
        }
        return logins
    }

    private static func stored(for registry: String, in file: DockerConfigFile) throws(DockerError) -> RegistryLogin? {
        let key = file.auths.keys.sorted().first { $0 == registry } ?? file.auths.keys.sorted().first { host($0) == host(registry) }
        guard let key, let entry = file.auths[key] else { return nil }
        if let token = entry.identityToken, !token.isEmpty { return RegistryLogin(identityToken: token, registry: registry) }
        if let auth = entry.auth, !auth.isEmpty {
            guard let data = Data(base64Encoded: auth), let colon = data.firstIndex(of: UInt8(ascii: ":")) else {
                throw DockerError(
                    .configuration,
                    "found a login for \(key) in config.json that is not name:password in base64; run `docker login` again"
                )
            }
            let password = String(decoding: data[data.index(after: colon)...], as: UTF8.self)
            return RegistryLogin(username: String(decoding: data[..<colon], as: UTF8.self), password: password, registry: registry)
        }
        guard let username = entry.username, let password = entry.password else { return nil }
        return RegistryLogin(username: username, password: password, registry: registry)
    }

    /// The host of a key in config.json, which may be a whole address.
    private static func host(_ key: String) -> String {
        let rest = key.firstRange(of: "://").map { key[$0.upperBound...] } ?? key[...]
        return String(rest.prefix { $0 != "/" })
    }
}
