/// The state of a container's life.
public struct ContainerState: EngineWord {
    /// The word as the engine has it.
    public let rawValue: String
    /// Makes a state.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Made, not started.
    public static let created = ContainerState(rawValue: "created")
    /// Its process runs.
    public static let running = ContainerState(rawValue: "running")
    /// Frozen.
    public static let paused = ContainerState(rawValue: "paused")
    /// Being restarted.
    public static let restarting = ContainerState(rawValue: "restarting")
    /// Being removed.
    public static let removing = ContainerState(rawValue: "removing")
    /// Its process has ended.
    public static let exited = ContainerState(rawValue: "exited")
    /// Could not be stopped or removed.
    public static let dead = ContainerState(rawValue: "dead")
}
