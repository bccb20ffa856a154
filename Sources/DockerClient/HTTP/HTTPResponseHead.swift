/// The first line and the headers of an answer.
struct HTTPResponseHead: Sendable {
    var status: Int
    var isVersion11: Bool
    var headers: HTTPHeaders

    var isSuccess: Bool { (200..<300).contains(status) }

    /// Whether another call may follow on the same connection, as far as the headers say.
    var keepsAlive: Bool {
        isVersion11 ? !headers.list("Connection", holds: "close") : headers.list("Connection", holds: "keep-alive")
    }
}
