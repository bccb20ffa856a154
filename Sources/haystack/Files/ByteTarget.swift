import Foundation
import HaystackCore
import HaystackZinc

/// A file or standard output that is written piece by piece, compressed where its name ends in .gz. A file appears under its name only
/// when it is complete.
struct ByteTarget: ~Copyable {
    private let path: String
    private let draft: String
    private let handle: FileHandle?
    private var deflater: GzipDeflater?
    private var isComplete = false

    init(path: String) throws {
        self.path = path
        draft = path + ".\(ProcessInfo.processInfo.processIdentifier).part"
        if DataFormat.isCompressed(path) { deflater = try GzipDeflater() }
        if path == "-" {
            handle = nil
            return
        }
        guard FileManager.default.createFile(atPath: draft, contents: nil), let handle = FileHandle(forWritingAtPath: draft) else {
            throw FileError(description: "\(path): cannot be written: there is no such folder, or it may not be written to")
        }
        self.handle = handle
    }

    deinit {
        guard let handle else { return }
        try? handle.close()
        if !isComplete { try? FileManager.default.removeItem(atPath: draft) }
    }

    mutating func write(_ bytes: [UInt8]) throws {
        guard deflater != nil else { return try put(bytes) }
        var deflated: [UInt8] = []
        try unsafe bytes.withUnsafeBufferPointer { pointer in
            // Sound: the deflater reads the bytes within the call, in which the array lends them.
            try unsafe deflater?.push(pointer) { unsafe deflated.append(contentsOf: $0) }
        }
        if !deflated.isEmpty { try put(deflated) }
    }

    /// Completes the file.
    mutating func finish() throws {
        var deflated: [UInt8] = []
        try unsafe deflater?.finish { unsafe deflated.append(contentsOf: $0) }
        if !deflated.isEmpty { try put(deflated) }
        guard handle != nil else { return }
        guard unsafe rename(draft, path) == 0 else {
            throw FileError(description: "\(path): cannot be written: \(POSIXErrorCode(rawValue: errno)?.words ?? "")")
        }
        isComplete = true
    }

    private func put(_ bytes: [UInt8]) throws {
        guard let handle else { return try StandardOutput.write(bytes) }
        do {
            try handle.write(contentsOf: Data(bytes))
        } catch {
            throw FileError(description: "\(path): cannot be written: \(error.words)")
        }
    }
}
