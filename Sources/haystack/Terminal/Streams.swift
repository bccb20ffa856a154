import Foundation

/// Standard output.
enum StandardOutput {
    static func write(_ bytes: [UInt8]) throws {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(bytes))
        } catch {
            // Whoever read the output has seen enough, as `head` does.
            guard error.isBrokenPipe else { throw error }
            exit(0)
        }
    }

    static func write(line: String) throws {
        try write(Array((line + "\n").utf8))
    }
}

/// Standard error. Nobody can be told that writing to it failed.
enum StandardError {
    static func write(_ bytes: [UInt8]) {
        try? FileHandle.standardError.write(contentsOf: Data(bytes))
    }

    static func write(line: String) {
        write(Array((line + "\n").utf8))
    }
}

extension Error {
    /// Foundation wraps the system's error in one of its own.
    fileprivate var isBrokenPipe: Bool {
        let underlying = (self as NSError).userInfo[NSUnderlyingErrorKey] as? any Error
        return ((underlying ?? self) as? POSIXError)?.code == .EPIPE
    }
}
