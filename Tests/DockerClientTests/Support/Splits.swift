import NIOCore
import Testing

/// All ways to cut bytes once, and the cut after every byte.
func splits(of bytes: ByteBuffer) -> [[ByteBuffer]] {
    let all = Array(bytes.readableBytesView)
    let once = (0...all.count).map { [ByteBuffer(bytes: all[..<$0]), ByteBuffer(bytes: all[$0...])] }
    return once + [all.map { ByteBuffer(bytes: [$0]) }]
}
