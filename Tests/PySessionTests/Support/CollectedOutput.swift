import PySession
import Synchronization

/// What Python code has written, for a test to wait on.
final class CollectedOutput: Sendable {
    private let pieces = Mutex<[PyOutput]>([])

    /// What was written to one of the streams so far.
    func text(_ stream: PyOutput.Stream) -> String {
        String(decoding: pieces.withLock { $0 }.filter { $0.stream == stream }.flatMap(\.bytes), as: UTF8.self)
    }

    /// What one evaluation wrote to one of the streams; nil for what belongs to none.
    func text(_ stream: PyOutput.Stream, of evaluation: Int?) -> String {
        let own = pieces.withLock { $0 }.filter { $0.stream == stream && $0.evaluation == evaluation }
        return String(decoding: own.flatMap(\.bytes), as: UTF8.self)
    }

    /// Waits until some text was written to standard output.
    func says(_ text: String) async -> Bool {
        await Leftovers.come { self.text(.standardOutput).contains(text) }
    }

    /// Options of a session that collects its output here.
    var options: PySessionOptions {
        PySessionOptions(output: { piece in self.pieces.withLock { $0.append(piece) } })
    }
}
