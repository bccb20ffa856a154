import DockerClient
import NIOCore

/// A process in a container, with this process' input and output as its own.
struct InteractiveProcess {
    /// How it ended for whoever watched.
    enum End {
        /// Its output is at its end.
        case output
        /// The keys that let go of it were typed.
        case detached
    }

    let process: ProcessStream
    let hasInput: Bool
    let isTTY: Bool
    /// Sets the size of the process' terminal.
    let resize: @Sendable (_ rows: Int, _ columns: Int) async throws -> Void

    /// Passes input and output on until the output ends or somebody lets go.
    func run() async throws -> End {
        // Before all else: what begins in a terminal asks for its size.
        let sizing = Task { if isTTY { await followSize() } }
        defer { sizing.cancel() }
        guard isTTY, hasInput else { return try await attended() }
        return try await RawTerminal.with { try await attended() }
    }

    private func attended() async throws -> End {
        let (ends, ending) = AsyncStream.makeStream(of: Swift.Result<End, any Error>.self)
        let tasks = [
            Task { _ = ending.yield(await passOutput()) },
            // Not a part of a group, which would wait for it: it may wait for a key that nobody presses.
            Task { if hasInput, await passInput() { _ = ending.yield(.success(.detached)) } },
        ]
        defer { for task in tasks { task.cancel() } }
        for await end in ends { return try end.get() }
        return .output
    }

    private func passOutput() async -> Swift.Result<End, any Error> {
        do {
            for try await chunk in process.output { try chunk.print() }
            return .success(.output)
        } catch {
            return .failure(error)
        }
    }

    /// Sends what is typed; true where the keys came that let go of the process.
    private func passInput() async -> Bool {
        let reader = InputReader()
        var keys = DetachKeys()
        do {
            while let typed = await reader.next() {
                let (bytes, isDetached) = isTTY ? keys.take(typed) : (typed, false)
                if bytes.readableBytes > 0 { try await process.write(bytes) }
                if isDetached { return true }
            }
            try await process.closeInput()
        } catch {
            // The process may end without reading its input: its output ends then, which says all.
        }
        return false
    }

    /// Makes the process' terminal as large as this one, now and whenever this one changes.
    private func followSize() async {
        let first = Terminal.outputSize
        if let first { await setFirst(first) }
        let (changes, change) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let watch = SignalWatch.windowChange { change.yield() }
        defer { watch.cancel() }
        // It may have changed before it was watched.
        if let now = Terminal.outputSize, let first, now != first { change.yield() }
        for await _ in changes {
            if let size = Terminal.outputSize { try? await resize(size.rows, size.columns) }
        }
    }

    /// The engine refuses a size until the process has begun.
    private func setFirst(_ size: (rows: Int, columns: Int)) async {
        for attempt in 1...10 {
            if (try? await resize(size.rows, size.columns)) != nil { return }
            guard (try? await Task.sleep(for: .milliseconds(10 * attempt))) != nil else { return }
        }
    }
}
