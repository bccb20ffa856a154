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
        var bytes = try readBytes()
        return try naming {
            if Gzip.isGzip(bytes) { bytes = try Gzip.decompress(bytes) }
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
        if path == "-" { return [UInt8](try FileHandle.standardInput.readToEnd() ?? Data()) }
        do {
            return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            throw FileError(description: "\(path): cannot be read: \(error.words)")
        }
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
        var bytes = try (format ?? DataFormat(path: path) ?? .zinc).encode(value, constants: constants)
        if DataFormat.isCompressed(path) { bytes = try Gzip.compress(bytes) }
        if path == "-" { return try StandardOutput.write(bytes) }
        do {
            try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw FileError(description: "\(path): cannot be written: \(error.words)")
        }
    }
}

/// A fault of a file, with its name.
struct FileError: Error, CustomStringConvertible {
    let description: String
}

extension POSIXErrorCode {
    fileprivate var words: String {
        // Sound: strerror gives a string that lasts until its next call on this thread, and it is copied at once.
        unsafe String(cString: strerror(rawValue))
    }
}

extension Error {
    /// The system's words for a fault, without the layers around them.
    fileprivate var words: String {
        let underlying = (self as NSError).userInfo[NSUnderlyingErrorKey] as? any Error
        if let posix = (underlying ?? self) as? POSIXError { return posix.code.words }
        return localizedDescription
    }
}
