internal import NIOCore

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// The parts of the docker CLI's config.json that matter to a client.
struct DockerConfigFile: Decodable {
    var currentContext: String?
    var auths: [String: Entry] = [:]
    var credentialHelpers: [String: String] = [:]
    var credentialStore: String?

    /// A login that the file itself holds.
    struct Entry: Decodable {
        var auth: String?
        var username: String?
        var password: String?
        var identityToken: String?

        init(from decoder: any Decoder) throws {
            let fields = try Fields(decoder)
            auth = try fields.optional("auth")
            username = try fields.optional("username")
            password = try fields.optional("password")
            identityToken = try fields.optional("identitytoken")
        }
    }

    init() {}

    init(from decoder: any Decoder) throws {
        let fields = try Fields(decoder)
        currentContext = try fields.optional("currentContext")
        auths = try fields.map("auths")
        credentialHelpers = try fields.map("credHelpers")
        credentialStore = try fields.optional("credsStore")
    }

    /// Reads `config.json` of a folder; where there is none, nothing is configured.
    ///
    /// - Throws: `.configuration` where the file is there but cannot be read.
    static func read(_ folder: String) throws(DockerError) -> DockerConfigFile {
        let path = folder + "/config.json"
        guard FileManager.default.fileExists(atPath: path) else { return DockerConfigFile() }
        return try decode(DockerConfigFile.self, path)
    }

    /// Decodes a JSON file of the configuration.
    static func decode<Model: Decodable>(_ type: Model.Type, _ path: String) throws(DockerError) -> Model {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw DockerError(.configuration, "\(path) is there but cannot be read; check its permissions")
        }
        do throws(DockerError) {
            return try JSON.decode(type, from: ByteBuffer(bytes: data), what: path)
        } catch {
            // The payload's start stays out of the message: the file may hold passwords.
            throw DockerError(
                .configuration,
                error.message.firstRange(of: "; the payload").map { String(error.message[..<$0.lowerBound]) } ?? path
            )
        }
    }
}
