import NIOCore

/// Finds the keys that let go of a container in what is typed: Ctrl-P, then Ctrl-Q, as the docker command has them. Pure.
struct DetachKeys {
    private static let first: UInt8 = 0x10
    private static let second: UInt8 = 0x11

    /// Whether the last byte was the first key, which is held back until it is known what follows.
    private var isHeld = false

    /// Takes what was typed.
    ///
    /// - Returns: what is to be sent, and whether the keys came.
    mutating func take(_ typed: ByteBuffer) -> (bytes: ByteBuffer, isDetached: Bool) {
        var passed = ByteBuffer()
        for byte in typed.readableBytesView {
            if isHeld {
                isHeld = false
                if byte == DetachKeys.second { return (passed, true) }
                passed.writeInteger(DetachKeys.first)
            }
            if byte == DetachKeys.first { isHeld = true } else { passed.writeInteger(byte) }
        }
        return (passed, false)
    }
}
