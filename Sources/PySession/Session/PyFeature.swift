import HxpyWire

/// What a server can do beyond the base protocol.
public enum PyFeature: Sendable, Hashable, CaseIterable {
    /// Code can be interrupted and the session kept: ``PySession/PySession/interrupt()``. Without it the cancellation of a task ends the server.
    case interrupt
    /// What the code writes arrives while it runs, and all of it before its evaluation ends. Without it nothing arrives, or, where a backend sees
    /// the server's streams, what arrives is tied to evaluations only by the time.
    case output

    var protocolExtension: HxpyConnection.Extension {
        switch self {
        case .interrupt: .interrupt
        case .output: .mark
        }
    }
}
