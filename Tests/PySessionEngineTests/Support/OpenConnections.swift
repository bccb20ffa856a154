import Foundation

#if os(Linux)
/// The connections of this process, as the kernel knows them.
enum OpenConnections {
    /// The addresses to which this process is connected over TCP version 4: `172.17.0.2:8888`.
    static func remotes() throws -> [String] {
        let own = try Set(
            FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap {
                // A descriptor may have been closed since it was listed.
                try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + $0)
            })
        return try table().compactMap { line in
            // `sl local_address rem_address st … inode`: the address' four bytes are written as a number of this processor.
            let fields = line.split(separator: " ")
            guard fields.count > 9, fields[3] == "01", own.contains("socket:[\(fields[9])]") else { return nil }
            let remote = fields[2].split(separator: ":").compactMap { UInt32($0, radix: 16) }
            guard remote.count == 2 else { return nil }
            let bytes = (0..<4).map { remote[0].littleEndian >> (8 * $0) & 0xFF }
            return bytes.map { "\($0)" }.joined(separator: ".") + ":\(remote[1])"
        }
    }

    private static func table() throws -> [Substring] {
        guard let file = FileHandle(forReadingAtPath: "/proc/self/net/tcp") else { throw Surprise("found no /proc/self/net/tcp") }
        // It comes a page at a time.
        var text = Data()
        while case let page = file.availableData, !page.isEmpty { text += page }
        return String(decoding: text, as: UTF8.self).split(separator: "\n").dropFirst().map { $0 }
    }
}
#endif
