import NIOCore
import Synchronization

/// One evaluation on its way through a connection.
final class Evaluation: Sendable {
    /// The reply, or why there is none.
    let outcome = OneShot<Result<Reply, HxpyError>>()
    /// When its time is up, nil for never.
    let deadline: NIODeadline?
    private let frame: Mutex<RequestFrame?>

    init(_ frame: RequestFrame, deadline: NIODeadline?) {
        self.frame = Mutex(frame)
        self.deadline = deadline
    }

    /// The request, once: what is written need not be kept until the reply.
    func takeFrame() -> RequestFrame? {
        frame.withLock { frame in
            defer { frame = nil }
            return frame
        }
    }
}

extension Evaluation: Equatable {
    /// An evaluation equals itself only.
    static func == (left: Evaluation, right: Evaluation) -> Bool { left === right }
}
