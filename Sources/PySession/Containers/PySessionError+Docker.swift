import DockerClient

extension PySessionError {
    /// The session's view of a fault of the engine.
    init(_ error: DockerError) {
        switch error.code {
        case .cancelled: self.init(.cancelled, "the task was cancelled while its container was made")
        default: self.init(.engineFailed, "\(error)")
        }
    }
}
