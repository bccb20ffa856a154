import Foundation
import HaystackCore
import HaystackZinc

/// The bytes of a file or of standard input, piece by piece, inflated where they are compressed.
struct ByteSource: ~Copyable {
    private static let pieceSize = 1 << 18

    private let handle: FileHandle
    private let name: String
    private var inflater: GzipInflater?
    private var isAtStart = true
    /// What was looked at ahead and is still to be given.
    private var ahead: [UInt8]?

    init(path: String) throws {
        name = path == "-" ? "standard input" : path
        do {
            handle = path == "-" ? .standardInput : try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        } catch {
            throw FileError(description: "\(path): cannot be read: \(error.words)")
        }
    }

    /// The first piece, which stays to be read.
    mutating func peek() throws -> [UInt8] {
        if ahead == nil { ahead = try read() }
        return ahead ?? []
    }

    /// The next piece, nil at the end.
    mutating func next() throws -> [UInt8]? {
        if let piece = ahead {
            ahead = nil
            return piece.isEmpty ? nil : piece
        }
        return try read()
    }

    /// Everything that is still to be read.
    mutating func rest(limit: Int = CodecLimits().size) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while let piece = try next() {
            bytes += piece
            guard bytes.count <= limit else { throw FileError(description: "\(name): found more than \(limit) bytes of one value") }
        }
        return bytes
    }

    private mutating func read() throws -> [UInt8]? {
        while true {
            let raw = try readRaw()
            if isAtStart {
                isAtStart = false
                if Gzip.isGzip(raw) { inflater = try GzipInflater(limit: .max) }
            }
            guard inflater != nil else { return raw.isEmpty ? nil : raw }
            if raw.isEmpty {
                try inflater?.finish()
                return nil
            }
            let inflated = try inflate(raw)
            if !inflated.isEmpty { return inflated }
        }
    }

    private func readRaw() throws -> [UInt8] {
        do {
            return [UInt8](try handle.read(upToCount: ByteSource.pieceSize) ?? Data())
        } catch {
            throw FileError(description: "\(name): cannot be read: \(error.words)")
        }
    }

    private mutating func inflate(_ piece: [UInt8]) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try unsafe piece.withUnsafeBufferPointer { pointer in
            // Sound: the inflater reads the bytes within the call, in which the array lends them.
            try unsafe inflater?.push(pointer) { unsafe bytes.append(contentsOf: $0) }
        }
        return bytes
    }
}
