import NIOCore
import Testing

@testable import haystack

@Suite struct DetachKeysTests {
    /// What passes of keys that were typed in pieces, and whether they let go.
    private static func take(_ pieces: [[UInt8]]) -> (passed: [UInt8], isDetached: Bool) {
        var keys = DetachKeys()
        var passed: [UInt8] = []
        for piece in pieces {
            let (bytes, isDetached) = keys.take(ByteBuffer(bytes: piece))
            passed += Array(bytes.readableBytesView)
            if isDetached { return (passed, true) }
        }
        return (passed, false)
    }

    @Test(
        arguments: [
            ([1, 2, 3], [1, 2, 3], false), ([1, 0x10, 0x11, 9], [1], true), ([0x10, 5], [0x10, 5], false), ([0x11], [0x11], false),
            ([0x10, 0x10, 0x11], [0x10], true), ([0x10, 0x10, 7], [0x10, 0x10, 7], false), ([0x10], [], false),
        ] as [([UInt8], [UInt8], Bool)])
    func `the keys are found however they are cut`(typed: [UInt8], passed: [UInt8], isDetached: Bool) {
        for cut in 0...typed.count {
            let taken = Self.take([Array(typed[..<cut]), Array(typed[cut...])])
            #expect(taken == (passed, isDetached))
        }
    }
}
