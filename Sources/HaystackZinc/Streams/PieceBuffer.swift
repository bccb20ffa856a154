/// The bytes of a stream that have come and are not read yet.
///
/// Readers try to read from ``start`` on, and try again when more has come. So that a long row in small pieces is not read over and over,
/// each try after a failed one waits until enough has come.
struct PieceBuffer: Sendable {
    private(set) var bytes: [UInt8] = []
    /// Where what is not read yet starts.
    private(set) var start = 0
    /// There are no more pieces.
    private(set) var isFinal = false
    /// Bytes that were dropped from the front, and how many lines ended in them.
    private(set) var droppedBytes = 0
    private(set) var droppedLines = 0
    /// The bytes unread at the last try that failed.
    private var failedCount = 0

    /// The bytes not read yet.
    var unread: Int { bytes.count - start }

    mutating func append(_ piece: [UInt8]) {
        if start > 0, start >= bytes.count / 2 { dropRead() }
        bytes.append(contentsOf: piece)
    }

    /// Where the last whole line ends, no further back than what is read.
    var linesEnd: Int {
        let newline = bytes[start...].lastIndex(of: UInt8(ascii: "\n"))
        return newline.map { $0 + 1 } ?? start
    }

    mutating func finish() {
        isFinal = true
    }

    private mutating func dropRead() {
        for byte in bytes[..<start] where byte == UInt8(ascii: "\n") { droppedLines += 1 }
        droppedBytes += start
        bytes.removeSubrange(..<start)
        start = 0
    }

    /// Whether enough has come since a try failed: an eighth more, so that all tries together cost linear time.
    var isWorthTrying: Bool {
        isFinal || unread > failedCount + failedCount / 8
    }

    /// What stands before a place has been read.
    mutating func read(to place: Int) {
        start = place
        failedCount = 0
    }

    mutating func failed() {
        failedCount = unread
    }
}
