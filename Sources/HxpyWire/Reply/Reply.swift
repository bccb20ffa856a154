public import HaystackCore
import HaystackZinc
public import NIOCore

/// The bytes of one whole reply. They were found to have the shape of a Brio value; what they say is read by ``value()``.
public struct Reply: Sendable {
    /// One Brio value.
    public let bytes: ByteBuffer
    private let limits: CodecLimits

    init(_ bytes: ByteBuffer, limits: CodecLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    /// Reads the value, ndarrays as matrices.
    ///
    /// - Throws: `.codec` where the value is not sound (a date that does not exist, a zone that this system does not know, an ndarray whose
    ///   bytes do not fit its shape), `.limit`.
    public func value() throws(HxpyError) -> Value {
        try bytes.withCursor { cursor throws(HxpyError) in
            try ReplyDecoder(limits: limits).decode(&cursor)
        }
    }

    /// Whether this tells of a Python exception. Only the meta of a Grid is looked at.
    var isPythonError: Bool {
        bytes.withCursor { cursor in
            ReplyDecoder(limits: limits).errorMeta(&cursor) != nil
        }
    }
}
