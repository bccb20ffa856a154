import HaystackCore
import HaystackZinc
public import NIOCore

/// A request as it goes out: 4 bytes of length, most significant first, then one Brio value.
public struct RequestFrame: Sendable {
    /// The bytes, in pieces that need not be joined: each large matrix has its own.
    public let parts: [ByteBuffer]

    /// The most bytes that a request may have after its length.
    static let largest = Int(UInt32.max)

    /// The number of bytes with the length.
    public var count: Int { parts.reduce(0) { $0 + $1.readableBytes } }

    /// Makes the request for a batch.
    ///
    /// - Throws: `.codec` where a value cannot be written, `.limit` where the request would be of 4 GiB or more.
    public init(_ batch: InstructionBatch) throws(HxpyError) {
        try self.init(batch.value)
    }

    /// Makes the request that is this value: the authentication request, or a List of instructions.
    init(_ value: Value, largest: Int = RequestFrame.largest) throws(HxpyError) {
        var writer = RequestWriter()
        try writer.write(value)
        parts = try writer.finish(largest: largest)
    }
}
