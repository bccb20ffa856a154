/// What a container or an exec writes, as lines. See ``ProcessOutput/lines``.
public struct ProcessLines: AsyncSequence, Sendable {
    /// What comes.
    public typealias Element = OutputLine
    /// What reading may throw.
    public typealias Failure = DockerError

    let output: ProcessOutput

    /// Starts reading.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(output: output.makeAsyncIterator()) }

    /// Reads to the end: the lines of both outputs, in the engine's order.
    public func collect() async throws(DockerError) -> [OutputLine] {
        var iterator = makeAsyncIterator()
        var all: [OutputLine] = []
        while let line = try await iterator.next(isolation: #isolation) { all.append(line) }
        return all
    }

    /// Reads ``ProcessLines``.
    public struct AsyncIterator: AsyncIteratorProtocol {
        var output: ProcessOutput.AsyncIterator
        var stdout = LineSplitter()
        var stderr = LineSplitter()
        var isAtEnd = false

        /// The next line, or nil at the end.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(DockerError) -> OutputLine? {
            while true {
                if let text = stdout.next() { return OutputLine(stream: .stdout, text: text) }
                if let text = stderr.next() { return OutputLine(stream: .stderr, text: text) }
                if isAtEnd { return last() }
                guard let chunk = try await output.next(isolation: actor) else {
                    isAtEnd = true
                    continue
                }
                switch chunk.stream {
                case .stdout: stdout.append(chunk.bytes)
                case .stderr: stderr.append(chunk.bytes)
                }
            }
        }

        private mutating func last() -> OutputLine? {
            if let text = stdout.finish() { return OutputLine(stream: .stdout, text: text) }
            return stderr.finish().map { OutputLine(stream: .stderr, text: $0) }
        }
    }
}
