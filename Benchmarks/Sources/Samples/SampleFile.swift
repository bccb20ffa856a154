public import SystemPackage

/// The files that `make-data` writes.
public enum SampleFile {
    /// The folder that `Benchmarks/run` and `Benchmarks/compare` write the files into.
    private static let folder = FilePath(#filePath)
        .removingLastComponent().removingLastComponent().removingLastComponent()
        .appending(".data")

    /// The Zinc text of a sample, such as `his`.
    public static func zinc(_ name: String) throws -> [UInt8] {
        let path = folder.appending("\(name).zinc")
        do {
            return try bytes(of: path)
        } catch {
            throw MissingSample(path: path)
        }
    }

    /// The bytes of a file.
    public static func bytes(of path: FilePath) throws -> [UInt8] {
        let file = try FileDescriptor.open(path, .readOnly)
        return try file.closeAfter {
            let size = Int(try file.seek(offset: 0, from: .end))
            try file.seek(offset: 0, from: .start)
            var bytes = [UInt8](repeating: 0, count: size)
            var count = 0
            while count < size {
                let read = try unsafe bytes.withUnsafeMutableBytes { room in
                    // Sound: the room is lent for the time of this call, in which the file is read into it.
                    try unsafe file.read(into: UnsafeMutableRawBufferPointer(rebasing: room[count...]))
                }
                if read == 0 { break }
                count += read
            }
            bytes.removeLast(size - count)
            return bytes
        }
    }
}

/// A file that is not there yet.
public struct MissingSample: Error, CustomStringConvertible {
    let path: FilePath

    /// What to do.
    public var description: String { "found no \(path); make the samples with ./make-data .data" }
}
