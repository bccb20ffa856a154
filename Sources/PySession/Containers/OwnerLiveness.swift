/// Whether a container's owner lives, as far as it can be known from here.
public enum OwnerLiveness: Sendable, Hashable {
    /// The owner runs and still uses the container.
    case alive
    /// The owner is gone, or has let go of the container.
    case dead
    /// The owner ran on another machine, or in a container that this one cannot look into.
    case unknown
}

/// What can be seen of processes and containers from here; a value, so that tests can make one up.
struct OwnerWatch: Sendable {
    /// This program.
    var here = ContainerOwner.current
    /// When a process of this program's namespace started; nil where there is none.
    var startTime: @Sendable (Int32) -> String? = { process in
        ContainerOwner.startTime(of: process) ?? (ProcessLife.isAlive(process) ? "" : nil)
    }
    /// When a container of the engine was started, in seconds since 1970; nil where it does not run.
    var containerStart: @Sendable (String) async throws -> Int?
    /// Whether a session of this program still uses its container.
    var isOpen: @Sendable (String) -> Bool = { OpenSessions.contains($0) }

    /// Judges by the strongest evidence there is: nothing is called dead that may be alive.
    func liveness(of owner: ContainerOwner, session: String) async throws -> OwnerLiveness {
        if !owner.boot.isEmpty, owner.boot == here.boot, owner.namespace == here.namespace { return sees(owner, session: session) }
        // The machine has been started anew since.
        if !owner.machine.isEmpty, owner.machine == here.machine, owner.boot != here.boot { return .dead }
        if let container = owner.container, try await containerStart(container.id) != container.started { return .dead }
        return .unknown
    }

    /// Judges an owner whose process number counts here.
    private func sees(_ owner: ContainerOwner, session: String) -> OwnerLiveness {
        guard startTime(owner.process) == owner.start else { return .dead }
        guard owner.process == here.process else { return .alive }
        return isOpen(session) ? .alive : .dead
    }
}
