public import HaystackCore
public import HxpyWire
public import NIOCore

/// A matrix as the wire carries it: in a request, and in the reply that an echo of it would be.
///
/// Packing and unpacking are reached by the doors that a user has, ``HxpyWire/RequestFrame`` and ``HxpyWire/Reply``; what these do besides
/// is a few hundred bytes' work.
public struct SampleMatrix: Sendable {
    /// What the matrix is called in a table.
    public let name: String
    /// The matrix.
    public let matrix: MatrixGrid
    /// A request that sends it.
    public let batch: InstructionBatch
    /// The bytes of a reply that holds it.
    public let reply: Reply

    /// Makes a matrix of arbitrary finite numbers.
    public init(rows: Int, columns: Int) throws {
        name = "\(rows) × \(columns)"
        let values = (0..<rows * columns).map { Double($0 % 1999) * 1.25 - 900 }
        matrix = try MatrixGrid(rows: rows, columns: columns, values)
        batch = InstructionBatch(before: [.define("m", .matrix(matrix))], eval: "m")
        // A request without its length is a Brio value too: a list with a dict with the ndarray.
        var bytes = ByteBuffer()
        for part in try RequestFrame(batch).parts { bytes.writeImmutableBuffer(part) }
        bytes.moveReaderIndex(forwardBy: 4)
        var reader = ReplyReader()
        guard let reply = try reader.read(&bytes) else { throw UnfinishedReply() }
        self.reply = reply
    }

    /// A wide matrix and a long one, of as many bytes each.
    public static func both() throws -> [SampleMatrix] {
        [try SampleMatrix(rows: 1000, columns: 1000), try SampleMatrix(rows: 10, columns: 100_000)]
    }

    /// Copies the values' bytes into a buffer of its own, as packing does but for the bytes' order.
    public func copyToBuffer() -> ByteBuffer {
        unsafe matrix.values.withUnsafeBytes { unsafe ByteBuffer(bytes: $0) }
    }

    /// Copies the values into an array of its own, as unpacking does but for the bytes' order.
    public func copyToArray() -> [Double] {
        unsafe matrix.values.withUnsafeBufferPointer { values in
            unsafe [Double](unsafeUninitializedCapacity: values.count) { room, count in
                // Sound: the array has room for all values, and all are written.
                _ = unsafe room.initialize(fromContentsOf: values)
                count = values.count
            }
        }
    }
}

/// Bytes that end before the reply does.
public struct UnfinishedReply: Error {
    /// Makes the error.
    public init() {}
}
