/// A command that is run in a container that runs already.
public struct ExecSpec: Sendable {
    /// The command.
    public var command: [String]
    /// The environment, in addition to the container's.
    public var environment: [String: String] = [:]
    /// The working folder; the container's where there is none.
    public var workingDirectory: String?
    /// The user: a name or number, and a group after a colon.
    public var user: String?
    /// Whether it has a terminal: then output comes as one stream.
    public var isTTY = false
    /// Whether its standard input is open.
    public var hasInput = false
    /// Whether it has all rights of the host.
    public var isPrivileged = false

    /// Makes a specification.
    public init(_ command: [String]) { self.command = command }
}

extension ExecSpec: Encodable {
    /// Writes the engine's JSON.
    public func encode(to encoder: any Encoder) throws {
        var fields = FieldWriter(encoder)
        try fields.set("Cmd", command)
        try fields.set("Env", list: environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
        try fields.set("WorkingDir", workingDirectory)
        try fields.set("User", user)
        try fields.set("Tty", on: isTTY)
        try fields.set("AttachStdin", on: hasInput)
        try fields.set("AttachStdout", true)
        try fields.set("AttachStderr", true)
        try fields.set("Privileged", on: isPrivileged)
    }
}

/// How an exec is.
public struct ExecDetails: Sendable, Decodable, Identifiable {
    /// The identity.
    public let id: String
    /// Whether its process runs.
    public let isRunning: Bool
    /// The code that it ended with; nil while it runs.
    public let exitCode: Int?
    /// The process' number on the engine's host.
    public let processID: Int
    /// The container's identity.
    public let containerID: String
    /// Whether it has a terminal.
    public let isTTY: Bool

    /// Reads the engine's JSON.
    public init(from decoder: any Decoder) throws {
        let fields = try Fields(decoder)
        id = try fields.string("ID")
        isRunning = try fields.bool("Running")
        exitCode = isRunning ? nil : try fields.optional("ExitCode")
        processID = try fields.int("Pid")
        containerID = try fields.string("ContainerID")
        isTTY = try fields.nested("ProcessConfig")?.bool("tty") ?? false
    }
}

/// What an exec wrote and how it ended.
public struct ExecResult: Sendable {
    /// The code that it ended with.
    public let exitCode: Int
    /// The standard output.
    public let stdout: String
    /// The standard error.
    public let stderr: String
}
