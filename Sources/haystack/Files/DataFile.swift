import HaystackCore
import HaystackZinc

#if canImport(FoundationEssentials)
import FoundationEssentials
#endif
import Foundation

/// A file of the command line; `-` is standard input or output.
struct DataFile {
    private let path: String

    init(_ path: String) {
        self.path = path
    }

    // MARK: - Reading

    /// Reads a value, in a format given, or told by the name, or by the first bytes. Errors name the file.
    func read(as format: DataFormat?, constants: Brio.Constants?) throws -> Value {
        try naming {
            var source = try ByteSource(path: path)
            let bytes = try source.rest()
            return try (format ?? DataFormat(path: path) ?? DataFormat(bytes: bytes)).decode(bytes, constants: constants)
        }
    }

    func readText() throws -> String {
        guard let text = String(validating: try readBytes(), as: UTF8.self) else {
            throw FileError(description: "\(shown): found bytes that are not UTF-8, expected text")
        }
        return text
    }

    func readBytes() throws -> [UInt8] {
        var source = try ByteSource(path: path)
        return try source.rest()
    }

    private var shown: String { path == "-" ? "standard input" : path }

    private func naming<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as HaystackError {
            throw FileError(description: "\(shown): \(error)")
        }
    }

    // MARK: - Writing

    /// Writes a value, in a format given, or told by the name, else as Zinc. A file appears whole or not at all.
    func write(_ value: Value, as format: DataFormat?, constants: Brio.Constants?) throws {
        let bytes = try (format ?? DataFormat(path: path) ?? .zinc).encode(value, constants: constants)
        var target = try ByteTarget(path: path)
        try target.write(bytes)
        try target.finish()
    }
}

/// A fault of a file, with its name.
struct FileError: Error, CustomStringConvertible {
    let description: String
}

extension POSIXErrorCode {
    var words: String {
        // Sound: strerror gives a string that lasts until its next call on this thread, and it is copied at once.
        unsafe String(cString: strerror(rawValue))
    }
}

extension Error {
    /// The system's words for a fault, without the layers around them.
    var words: String {
        let underlying = (self as NSError).userInfo[NSUnderlyingErrorKey] as? any Error
        if let posix = (underlying ?? self) as? POSIXError { return posix.code.words }
        return localizedDescription
    }
}
