import SystemPackage

#if canImport(Darwin)
import Darwin
#endif

/// Memory of this process that is resident.
public enum ResidentMemory {
    /// The most there was so far.
    public static var peak: Int {
        #if canImport(Darwin)
        var usage = unsafe rusage()
        unsafe getrusage(RUSAGE_SELF, &usage)
        return unsafe Int(usage.ru_maxrss)
        #else
        // Not getrusage: there a process starts with the peak of the one that made it.
        return bytes(of: "VmHWM:")
        #endif
    }

    /// What there is now; the peak where the system does not tell.
    public static var now: Int {
        #if canImport(Darwin)
        return peak
        #else
        return bytes(of: "VmRSS:")
        #endif
    }

    #if !canImport(Darwin)
    private static func bytes(of field: String) -> Int {
        guard let status = try? statusText() else { return 0 }
        let line = status.split(separator: "\n").first { $0.hasPrefix(field) }
        let kilobytes = line?.split { !$0.isASCII || !$0.isNumber }.first.flatMap { Int($0) }
        return (kilobytes ?? 0) << 10
    }
    #endif

    private static func statusText() throws -> String {
        let file = try FileDescriptor.open(FilePath("/proc/self/status"), .readOnly)
        return try file.closeAfter {
            var bytes = [UInt8](repeating: 0, count: 4096)
            // Sound: the array's bytes are lent for the time of the call, in which the file is read into them.
            let count = try unsafe bytes.withUnsafeMutableBytes { try unsafe file.read(into: $0) }
            return String(decoding: bytes[..<count], as: UTF8.self)
        }
    }
}
