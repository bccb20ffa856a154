import Synchronization

/// One line on standard error that says what long work does, with the seconds it has taken. Where standard error is no terminal, each
/// thing said is a line of its own and nothing else is written.
final class ProgressLine: Sendable {
    private struct State {
        var text = ""
        var isDrawn = false
        var isEnded = false
    }

    private let state = Mutex(State())
    private let isTerminal = Terminal.isErrorShown

    /// Runs work while the line is shown, once it has taken a second.
    func show<Result: Sendable>(_ text: String, _ work: () async throws -> Result) async throws -> Result {
        state.withLock { $0.text = text }
        let ticker = Task { [weak self] in
            let clock = ContinuousClock()
            let start = clock.now
            while !Task.isCancelled {
                try? await Task.sleep(for: .seconds(1))
                guard let self, !Task.isCancelled else { return }
                draw(seconds: (clock.now - start).components.seconds)
            }
        }
        defer {
            ticker.cancel()
            end()
        }
        return try await work()
    }

    /// Says what is being done now.
    func say(_ text: String) {
        guard !text.isEmpty else { return }
        state.withLock { $0.text = text }
        if !isTerminal { StandardError.write(line: text) }
    }

    /// Says how far the work is; without a terminal nobody is told.
    func update(_ text: String) {
        state.withLock { $0.text = text }
    }

    /// Takes the line away.
    func end() {
        let wasDrawn = state.withLock { state in
            defer {
                state.isDrawn = false
                state.isEnded = true
            }
            return state.isDrawn
        }
        if wasDrawn { StandardError.write(Array("\r\u{1b}[K".utf8)) }
    }

    private func draw(seconds: Int64) {
        guard isTerminal else { return }
        let line = state.withLock { state -> String? in
            guard !state.isEnded else { return nil }
            state.isDrawn = true
            return "\r\u{1b}[K\(seconds) s  \(state.text.prefix(100))"
        }
        if let line { StandardError.write(Array(line.utf8)) }
    }
}
