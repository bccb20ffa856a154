import HxpyWire

extension PySessionError {
    /// The session's view of a fault on the wire, with what is known of the server's end.
    init(_ error: HxpyError, note: String? = nil) {
        let message = error.underlying.map { "\(error.message) (\($0))" } ?? error.message
        self.init(PySessionError.code(error.code), note.map { "\(message); \($0)" } ?? message)
    }

    private static func code(_ code: HxpyError.Code) -> Code {
        switch code {
        case .connectionFailed: .connectionFailed
        case .authenticationFailed: .authenticationFailed
        case .connectionClosed: .serverDied
        case .limit: .limit
        case .timeout: .timeout
        case .cancelled: .cancelled
        case .interrupted: .interrupted
        case .codec: .codec
        default: .protocolViolation
        }
    }
}
