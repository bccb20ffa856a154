internal import NIOCore

/// Reads the first line and the headers of an answer from bytes that arrive in any pieces.
///
/// Zero or one head a call; what comes after it stays in the buffer.
struct HTTPHeadParser {
    /// The most bytes that a head may have; the engine's are a few hundred.
    static let limit = 1 << 16

    private var head: HTTPResponseHead?
    private var taken = 0

    /// Takes whole lines from the buffer, until the empty line ends the head.
    mutating func next(_ buffer: inout ByteBuffer) throws(DockerError) -> HTTPResponseHead? {
        while let line = try buffer.readLine(limit: HTTPHeadParser.limit) {
            taken += line.utf8.count + 2
            guard taken <= HTTPHeadParser.limit else {
                throw .malformed("a head of more than \(HTTPHeadParser.limit) bytes", "a short head")
            }
            if head == nil {
                head = try HTTPHeadParser.statusLine(line)
            } else if line.isEmpty {
                defer { self = HTTPHeadParser() }
                return head
            } else {
                try addField(line)
            }
        }
        return nil
    }

    private static func statusLine(_ line: String) throws(DockerError) -> HTTPResponseHead {
        let words = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard words.count >= 2, words[0] == "HTTP/1.1" || words[0] == "HTTP/1.0", words[1].utf8.count == 3,
            let status = words[1].digits
        else {
            throw .malformed("\"\(line.prefix(80))\"", "a status line of HTTP/1.1; is a Docker engine at this address?")
        }
        return HTTPResponseHead(status: status, isVersion11: words[0] == "HTTP/1.1", headers: [:])
    }

    private mutating func addField(_ line: String) throws(DockerError) {
        guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else {
            throw .malformed("the header line \"\(line.prefix(80))\"", "name: value")
        }
        head?.headers.add(String(line[..<colon]), String(line[line.index(after: colon)...].trimmed))
    }
}

extension StringProtocol {
    /// The number that the text is in decimal digits alone, without a sign.
    var digits: Int? { !isEmpty && utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(self) : nil }
}

extension ByteBuffer {
    /// Reads a line up to its line feed; without one, nothing is read.
    mutating func readLine(limit: Int) throws(DockerError) -> String? {
        guard let end = readableBytesView.firstIndex(of: UInt8(ascii: "\n")) else {
            guard readableBytes <= limit else { throw .malformed("a line of more than \(limit) bytes", "a short line") }
            return nil
        }
        var length = end - readerIndex
        let terminator = length > 0 && readableBytesView[end - 1] == UInt8(ascii: "\r") ? 2 : 1
        length -= terminator - 1
        let line = readString(length: length) ?? ""
        moveReaderIndex(forwardBy: terminator)
        return line
    }
}

extension DockerError {
    /// The error of bytes that are no HTTP or no Docker stream.
    static func malformed(_ found: String, _ expected: String) -> DockerError {
        DockerError(.protocolViolation, "found \(found), expected \(expected)")
    }
}
