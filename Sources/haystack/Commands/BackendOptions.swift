import ArgumentParser
import PySession

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Where Python runs, for all commands that run it.
struct BackendOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Where Python runs: local; docker, a container; strict, a container without network or rights; or HOST:PORT of a server.",
            valueName: "backend"
        )
    )
    var backend = BackendOption.local

    @Option(help: "The server's key, for HOST:PORT; the environment variable HXPY_KEY where not given.")
    var key: String?

    @Option(help: "The container's image, for docker and strict.")
    var image: String?

    @Option(help: "The network that the container joins, for docker.")
    var network: String?

    @Option(help: ArgumentHelp("A folder to mount at /io, for docker and strict.", valueName: "folder"))
    var io: String?

    func validate() throws {
        guard !backend.isContainer else { return }
        for (name, value) in [("--image", image), ("--network", network), ("--io", io)] where value != nil {
            throw ValidationError("found \(name) with the backend \(backend.defaultValueDescription), expected --backend docker or strict beside it")
        }
    }

    /// The backend that the options ask for.
    func make() throws -> PyBackend {
        switch backend {
        case .local: return .local()
        case .docker: return .docker(image: image, network: network, ioDirectory: folder)
        case .strict: return .docker(image: image, sandbox: .strict, network: network, ioDirectory: folder)
        case .address(let host, let port):
            guard let key = key ?? ProcessInfo.processInfo.environment["HXPY_KEY"] else {
                throw ValidationError("found no key for \(host):\(port), expected --key or the environment variable HXPY_KEY")
            }
            return .address(host: host, port: port, key: key)
        }
    }

    /// The folder for `/io` by its full path, which is all that an engine takes.
    private var folder: String? {
        io.map { $0.hasPrefix("/") ? $0 : FileManager.default.currentDirectoryPath + "/" + $0 }
    }
}

/// Where Python runs.
enum BackendOption: ExpressibleByArgument {
    case local
    case docker
    case strict
    case address(host: String, port: Int)

    init?(argument: String) {
        switch argument {
        case "local": self = .local
        case "docker": self = .docker
        case "strict": self = .strict
        default: self.init(address: argument)
        }
    }

    private init?(address: String) {
        guard let colon = address.lastIndex(of: ":"), colon > address.startIndex,
            let port = Int(address[address.index(after: colon)...]), (1...65535).contains(port)
        else { return nil }
        let host = address[..<colon]
        // An IPv6 address stands in brackets.
        self = .address(host: String(host.hasPrefix("[") && host.hasSuffix("]") ? host.dropFirst().dropLast() : host), port: port)
    }

    var isContainer: Bool {
        switch self {
        case .docker, .strict: true
        case .local, .address: false
        }
    }

    var defaultValueDescription: String {
        switch self {
        case .local: "local"
        case .docker: "docker"
        case .strict: "strict"
        case .address(let host, let port): "\(host):\(port)"
        }
    }
}
