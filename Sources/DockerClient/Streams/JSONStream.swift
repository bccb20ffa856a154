/// Objects that the engine sends one after the other: events, statistics, the progress of a pull or a build.
///
/// It can be read once, by one task, and the engine waits while nobody reads. Letting go of it closes the connection, which ends a pull or a
/// build that has not come to its end.
public struct JSONStream<Element: Decodable & Sendable>: AsyncSequence, Sendable {
    /// What reading may throw.
    public typealias Failure = DockerError

    private let body: ResponseBody
    private let what: String
    private let check: @Sendable (Element) throws(DockerError) -> Void

    init(_ stream: OpenStream, what: String, check: @escaping @Sendable (Element) throws(DockerError) -> Void = { _ in }) {
        body = stream.body
        self.what = what
        self.check = check
    }

    /// Starts reading.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(body: body.iterate(), what: what, check: check)
    }

    /// Reads to the end, and thereby waits for it.
    ///
    /// - Throws: an error that the stream reports.
    public func finish() async throws(DockerError) {
        var iterator = makeAsyncIterator()
        while try await iterator.next(isolation: #isolation) != nil {}
    }

    /// Reads to the end.
    public func collect() async throws(DockerError) -> [Element] {
        var iterator = makeAsyncIterator()
        var all: [Element] = []
        while let element = try await iterator.next(isolation: #isolation) { all.append(element) }
        return all
    }

    /// Reads a ``JSONStream``.
    public struct AsyncIterator: AsyncIteratorProtocol {
        var body: ResponseBody.Iterator
        let what: String
        let check: @Sendable (Element) throws(DockerError) -> Void
        var splitter = JSONSequenceSplitter()

        /// The next object, or nil at the end.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(DockerError) -> Element? {
            while true {
                if let object = try splitter.next() {
                    let element = try JSON.decode(Element.self, from: object, what: what)
                    try check(element)
                    return element
                }
                guard let bytes = try await body.next(isolation: actor) else {
                    try splitter.finish()
                    return nil
                }
                splitter.append(bytes)
            }
        }
    }
}
