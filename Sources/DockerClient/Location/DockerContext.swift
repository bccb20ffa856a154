#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// A context of the docker CLI, as it lies under `contexts/meta` of the configuration's folder.
struct DockerContext: Decodable {
    let name: String
    let host: String?
    let skipsVerification: Bool

    init(from decoder: any Decoder) throws {
        let fields = try Fields(decoder)
        name = try fields.string("Name")
        let docker = try fields.nested("Endpoints")?.nested("docker")
        host = try docker?.optional("Host")
        skipsVerification = try docker?.bool("SkipTLSVerify") ?? false
    }

    /// Finds a context by its name.
    ///
    /// The folders are named after a hash of the context's name; the name itself stands in the file, so that the files are read instead.
    /// - Throws: `.configuration` for a name that no file has, with the names there are.
    static func endpoint(_ name: String, configFolder: String) throws(DockerError) -> DockerEndpoint {
        let folder = configFolder + "/contexts/meta"
        var names: [String] = []
        for entry in ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted() {
            let path = "\(folder)/\(entry)/meta.json"
            guard FileManager.default.fileExists(atPath: path) else { continue }
            let context = try DockerConfigFile.decode(DockerContext.self, path)
            names.append(context.name)
            if context.name == name { return try context.endpoint(tlsFolder: "\(configFolder)/contexts/tls/\(entry)/docker") }
        }
        let known = (["default"] + names).joined(separator: ", ")
        throw DockerError(.configuration, "found no context \"\(name)\" under \(folder), expected one of \(known); see `docker context ls`")
    }

    private func endpoint(tlsFolder: String) throws(DockerError) -> DockerEndpoint {
        guard let host, !host.isEmpty else {
            throw DockerError(.configuration, "the context \"\(name)\" has no docker endpoint; see `docker context inspect \(name)`")
        }
        return try DockerEndpoint(host, tls: TLSSettings(folder: tlsFolder, verifies: !skipsVerification))
    }
}

extension TLSSettings {
    /// The files that a folder holds under Docker's names, or nil where it holds none and the engine's certificate is to be checked.
    init?(folder: String, verifies: Bool) {
        func file(_ name: String) -> String? {
            let path = "\(folder)/\(name).pem"
            return FileManager.default.fileExists(atPath: path) ? path : nil
        }
        self.init(authorityFile: file("ca"), certificateFile: file("cert"), keyFile: file("key"), verifies: verifies)
        if authorityFile == nil, certificateFile == nil, verifies { return nil }
    }
}
