internal import NIOCore
internal import Subprocess

#if canImport(System)
internal import System
#else
internal import SystemPackage
#endif

/// A program that keeps logins: `docker-credential-…`, asked for one registry over its standard input.
struct CredentialHelper {
    let name: String
    let environment: DockerEnvironment

    private static let outputLimit = 1 << 20

    /// The login at a registry, or nil where the helper has none.
    func login(at registry: String) async throws(DockerError) -> RegistryLogin? {
        let (succeeded, output, complaint) = try await run(registry)
        guard succeeded else {
            // The helpers' protocol says this in words only.
            if (output + complaint).contains("credentials not found") { return nil }
            throw DockerError(
                .credentials,
                "\(program) failed for \(registry): \((output + complaint).prefix(500)); try `\(program) get` by hand"
            )
        }
        let answer: Answer
        do throws(DockerError) {
            answer = try JSON.decode(Answer.self, from: ByteBuffer(string: output), what: program)
        } catch {
            // What it wrote stays out of the message: it may be a password.
            throw DockerError(.credentials, "\(program) answered something else than the JSON of a login for \(registry)")
        }
        if answer.username == "<token>" { return RegistryLogin(identityToken: answer.secret, registry: registry) }
        return RegistryLogin(username: answer.username, password: answer.secret, registry: registry)
    }

    private var program: String { "docker-credential-\(name)" }

    private struct Answer: Decodable {
        let username: String
        let secret: String

        init(from decoder: any Decoder) throws {
            let fields = try Fields(decoder)
            username = try fields.required("Username")
            secret = try fields.required("Secret")
        }
    }

    private func run(_ registry: String) async throws(DockerError) -> (succeeded: Bool, output: String, complaint: String) {
        guard registry.utf8.count <= 1024 else { throw DockerError(.invalidArgument, "found a registry's name of over 1024 bytes") }
        guard !name.contains("/") else {
            throw DockerError(.configuration, "found the credential helper \"\(name)\" in config.json, expected a name without slashes")
        }
        do {
            let result = try await Subprocess.run(
                .name(program),
                arguments: ["get"],
                environment: .custom(variables),
                input: .fileDescriptor(CredentialHelper.input(registry), closeAfterSpawningProcess: true),
                output: .string(limit: CredentialHelper.outputLimit),
                error: .string(limit: CredentialHelper.outputLimit)
            )
            return (result.terminationStatus.isSuccess, result.standardOutput, result.standardError)
        } catch is CancellationError {
            throw .cancelled
        } catch {
            throw DockerError(.credentials, "\(program), which config.json names, could not be run: \(error); is it on the PATH?")
        }
    }

    /// A pipe that holds the whole input: a helper that ends without reading it makes no write fail.
    private static func input(_ text: String) throws -> SystemFile {
        let (reading, writing) = try SystemFile.pipe()
        defer { try? writing.close() }
        do {
            _ = try writing.writeAll(text.utf8)
            return reading
        } catch {
            try? reading.close()
            throw error
        }
    }

    private var variables: [Subprocess.Environment.Key: String] {
        Dictionary(
            uniqueKeysWithValues: environment.variables.compactMap { name, value in
                Subprocess.Environment.Key(rawValue: name).map { ($0, value) }
            }
        )
    }
}
