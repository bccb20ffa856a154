public import NIOCore

/// A process' input and output over one connection: an exec, or a container that is attached to.
///
/// ```swift
/// let cat = try await docker.exec.start(id)
/// try await cat.write("hello\n")
/// try await cat.closeInput()
/// let (stdout, _) = try await cat.output.collect()
/// ```
public struct ProcessStream: Sendable {
    /// What the process writes.
    public let output: ProcessOutput
    private let connection: Connection

    init(_ stream: OpenStream, isTTY: Bool, watch: EndWatch?) {
        output = ProcessOutput(stream, isTTY: isTTY, watch: watch)
        connection = stream.connection
    }

    /// Writes to the process' standard input, and waits while the engine takes no more.
    ///
    /// A cancellation closes the connection: part of the bytes may be on their way.
    /// - Throws: `.connectionClosed` where the process has ended.
    public func write(_ bytes: ByteBuffer) async throws(DockerError) {
        let connection = connection
        let result: Result<Void, DockerError> = await withTaskCancellationHandler {
            do throws(DockerError) {
                return .success(try await connection.write(bytes))
            } catch {
                return .failure(Task.isCancelled ? .cancelled : error)
            }
        } onCancel: {
            connection.close()
        }
        try result.get()
    }

    /// Writes text to the process' standard input.
    public func write(_ text: String) async throws(DockerError) {
        try await write(ByteBuffer(string: text))
    }

    /// Ends the process' standard input: it reads an end of file. Its output goes on.
    public func closeInput() async throws(DockerError) {
        try await connection.closeOutput()
    }

    /// Lets go of the process: it lives on, its output is lost.
    public func close() {
        connection.close()
    }
}
