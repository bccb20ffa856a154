import Foundation
import NIOCore
import Testing

@testable import DockerClient

/// Whatever an engine sends is taken or refused with an error: each byte of sound input is changed, and each prefix is tried.
@Suite(.timeLimit(.minutes(2))) struct DamageTests {
    /// Something that reads bytes to their end.
    enum Reader: CaseIterable {
        case answer, chunkedAnswer, frames, objects, tar, gzip, container, stats

        var sound: ByteBuffer {
            get async throws {
                switch self {
                case .answer: ByteBuffer(string: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nA: b\r\n\r\nhello")
                case .chunkedAnswer: ByteBuffer(string: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")
                case .frames: ByteBuffer(bytes: [1, 0, 0, 0, 0, 0, 0, 2, 104, 105, 2, 0, 0, 0, 0, 0, 0, 1, 33])
                case .objects: ByteBuffer(string: #"{"a":"}\"{","b":[{}]}"# + "\r\n" + #"{"c":1}"#)
                case .tar: try await ByteSource.tar(files: [String(repeating: "n", count: 130): ByteBuffer(string: "hello")]).collect()
                case .gzip: try Gzip.compress(ByteBuffer(string: "hello hello hello hello"))
                case .container: ByteBuffer(string: #"{"Id":"x","Created":"2024-05-06T07:08:09.1Z","State":{"Status":"up","ExitCode":1},"Config":{}}"#)
                case .stats: ByteBuffer(string: #"{"read":"","memory_stats":{"usage":9,"stats":{"inactive_file":1}},"cpu_stats":{"system_cpu_usage":9}}"#)
                }
            }
        }

        /// - Throws: a `DockerError` alone.
        func read(_ bytes: ByteBuffer) throws {
            switch self {
            case .answer, .chunkedAnswer:
                var parser = HTTPResponseParser()
                parser.begin(.get)
                parser.append(bytes)
                while try parser.next() != nil {}
                _ = try parser.finish()
            case .frames:
                var demultiplexer = StreamDemultiplexer(isTTY: false)
                demultiplexer.append(bytes)
                while try demultiplexer.next() != nil {}
                try demultiplexer.finish()
            case .objects:
                var splitter = JSONSequenceSplitter()
                splitter.append(bytes)
                while let object = try splitter.next() { _ = try JSON.decode(ImageProgress.self, from: object, what: "test") }
                try splitter.finish()
            case .tar:
                var reader = TarReader()
                reader.append(bytes)
                while try reader.next() != nil {}
                try reader.finish()
            case .gzip: _ = try Gzip.decompress(bytes, limit: 1 << 20)
            case .container: _ = try JSON.decode(ContainerDetails.self, from: bytes, what: "test")
            case .stats: _ = try JSON.decode(ContainerStats.self, from: bytes, what: "test")
            }
        }

        /// Whether it read the bytes or refused them as it should.
        func copes(with bytes: ByteBuffer) -> Bool {
            do {
                try read(bytes)
                return true
            } catch {
                return error is DockerError
            }
        }
    }

    @Test(arguments: Reader.allCases) func `each changed byte is taken or refused`(reader: Reader) async throws {
        let sound = try await reader.sound
        let values: [UInt8] = reader == .tar ? [0, 0x39, 0xff] : [0, 1, 0x0a, 0x20, 0x2d, 0x30, 0x39, 0x7b, 0x7f, 0x80, 0xff]
        var faults: [String] = []
        for place in 0..<sound.readableBytes {
            let before = sound.getInteger(at: place, as: UInt8.self) ?? 0
            // Most of an archive is zeros, one of which is like the other.
            if reader == .tar, before == 0, place % 7 > 0 { continue }
            for value in values + [before ^ 1, before ^ 0x80] where value != before {
                var damaged = sound
                damaged.setInteger(value, at: place)
                if !reader.copes(with: damaged) { faults.append("byte \(place) is \(value)") }
            }
        }
        #expect(faults.isEmpty)
    }

    @Test(arguments: Reader.allCases) func `each prefix is taken or refused`(reader: Reader) async throws {
        let sound = try await reader.sound
        let faults = (0...sound.readableBytes).filter { !reader.copes(with: sound.getSlice(at: 0, length: $0) ?? sound) }
        #expect(faults.isEmpty)
        #expect(throws: Never.self) { try reader.read(sound) }
    }

    @Test(arguments: [
        #"{"memory_stats":{"usage":-9223372036854775808,"stats":{"inactive_file":1e300}}}"#,
        #"{"memory_stats":{"usage":18446744073709551615,"limit":1e400}}"#,
        #"{"cpu_stats":{"cpu_usage":{"total_usage":-9223372036854775808},"system_cpu_usage":2},"precpu_stats":{"cpu_usage":{"total_usage":9223372036854775807},"system_cpu_usage":1}}"#,
        #"{"read":"9999-99-99T99:99:99Z"}"#, #"{"read":"0000-00-00T00:00:00+99:99"}"#,
    ])
    func `numbers that do not fit do no harm`(json: String) {
        #expect(Reader.stats.copes(with: ByteBuffer(string: json)))
    }

    @Test func `objects within objects without end are refused`() {
        let deep = String(repeating: #"{"a":"#, count: 100_000) + "1" + String(repeating: "}", count: 100_000)
        #expect(Reader.container.copes(with: ByteBuffer(string: deep)))
    }

    @Test(arguments: [
        (0, "0.000000000"), (1.5, "1.500000000"), (1_700_000_000.25, "1700000000.250000000"), (-5, "0.000000000"),
        (Date.distantFuture.timeIntervalSince1970, "64092211200.000000000"), (1e300, "253402300799.000000000"),
        (0.9999999999, "1.000000000"),
    ])
    func `moments are written for the engine`(seconds: Double, text: String) {
        #expect(EngineTime.parameter(Date(timeIntervalSince1970: seconds)) == text)
    }

    @Test(arguments: [Double.infinity, .nan, -1, 1e300]) func `processors that nobody has are refused`(cpus: Double) {
        var spec = ContainerSpec(image: "x")
        spec.host.cpus = cpus
        #expect(throws: DockerError(.invalidArgument, "")) { try JSON.encode(spec) }
    }
}
