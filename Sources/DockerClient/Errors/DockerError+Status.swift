internal import NIOCore

extension DockerError {
    /// The error of an answer that is no success.
    static func answer(_ status: Int, body: ByteBuffer, to call: String) -> DockerError {
        DockerError(Code(status: status), "\(call): the engine answered \(status): \(words(of: body, status: status))", status: status)
    }

    /// The engine's own message: `{"message": …}`, podman's `{"cause": …}`, or the text as it came.
    private static func words(of body: ByteBuffer, status: Int) -> String {
        if let answer = try? JSON.decode(EngineMessage.self, from: body, what: "error"), let message = answer.message { return message }
        let text = String(buffer: body.getSlice(at: body.readerIndex, length: min(body.readableBytes, 1024)) ?? ByteBuffer())
        if !text.isEmpty { return text }
        return status == 304 ? "already in that state" : "no message"
    }

    private struct EngineMessage: Decodable {
        let message: String?
    }
}

extension DockerError.Code {
    /// The code of an HTTP status.
    init(status: Int) {
        switch status {
        case 304: self = .notModified
        case 400: self = .badRequest
        case 401, 403: self = .unauthorized
        case 404: self = .notFound
        case 409: self = .conflict
        case 500...: self = .serverError
        default: self = .unexpectedStatus
        }
    }
}
