internal import NIOCore

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// JSON between the engine's bytes and this module's models.
enum JSON {
    static func encode(_ value: some Encodable) throws(DockerError) -> ByteBuffer {
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return ByteBuffer(bytes: try encoder.encode(value))
        } catch let error as DockerError {
            throw error
        } catch {
            throw DockerError(.invalidArgument, "\(type(of: value)) has no JSON form: \(error)")
        }
    }

    /// Decodes a model.
    ///
    /// - Parameter what: the payload's name, for the message.
    /// - Throws: `.decoding` with the place in the payload.
    static func decode<Model: Decodable>(_ type: Model.Type, from bytes: ByteBuffer, what: String) throws(DockerError) -> Model {
        do {
            return try JSONDecoder().decode(type, from: Data(bytes.readableBytesView))
        } catch let error as DecodingError {
            throw DockerError(.decoding, "\(what): \(words(error)); the payload starts \(start(of: bytes))")
        } catch {
            throw DockerError(.decoding, "\(what): \(error)")
        }
    }

    private static func start(of bytes: ByteBuffer) -> String {
        String(buffer: bytes.getSlice(at: bytes.readerIndex, length: min(bytes.readableBytes, 120)) ?? ByteBuffer())
    }

    private static func words(_ error: DecodingError) -> String {
        switch error {
        case .typeMismatch(let type, let context): "expected \(type) at \(place(context.codingPath)), found something else"
        case .valueNotFound(let type, let context): "expected \(type) at \(place(context.codingPath)), found null"
        case .keyNotFound(let key, let context): "expected the key \(key.stringValue) at \(place(context.codingPath)), found none"
        case .dataCorrupted(let context): "\(context.debugDescription) at \(place(context.codingPath))"
        @unknown default: "\(error)"
        }
    }

    private static func place(_ path: [any CodingKey]) -> String {
        path.isEmpty ? "the top" : path.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
    }
}
