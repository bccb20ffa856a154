import NIOCore
import Testing

@testable import HxpyWire

/// Frames of output, in whatever pieces they come.
@Suite struct OutputFrameReaderTests {
    private static let frames: [UInt8] =
        [0xF1, 0, 0, 0, 3, 1, 2, 3] + [0xF2, 0, 0, 0, 1, 0xF1] + [0xF1, 0, 0, 0, 0] + [0xF1, 0, 0, 1, 0] + Array(repeating: 7, count: 256)

    @Test func `frames are the same in any two pieces and byte by byte`() {
        let bytes = OutputFrameReaderTests.frames
        let cuts = (0...bytes.count).map { [Array(bytes[..<$0]), Array(bytes[$0...])] }
        for pieces in cuts + [bytes.map { [$0] }] {
            var reader = OutputFrameReader()
            var found: [HxpyConnection.OutputStream: [UInt8]] = [:]
            for piece in pieces {
                var buffer = ByteBuffer(bytes: piece)
                while buffer.readableBytes > 0, let (stream, part) = reader.read(&buffer) { found[stream, default: []] += Array(part.readableBytesView) }
                #expect(buffer.readableBytes == 0)
            }
            #expect(found == [.standardOutput: [1, 2, 3] + Array(repeating: 7, count: 256), .standardError: [0xF1]])
            #expect(!reader.isInFrame)
        }
    }

    @Test func `a reply is left alone`() {
        var reader = OutputFrameReader()
        var buffer = ByteBuffer(bytes: [0xF2, 0, 0, 0, 1, 9, 0x01, 0xF1])
        #expect(reader.read(&buffer)?.1 == ByteBuffer(bytes: [9]))
        #expect(reader.read(&buffer) == nil)
        #expect(Array(buffer.readableBytesView) == [0x01, 0xF1])
    }
}
