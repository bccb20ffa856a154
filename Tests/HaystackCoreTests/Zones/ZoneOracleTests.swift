import Foundation
import Testing

@testable import HaystackCore

/// Compares every zone of this system with what Python's `zoneinfo` makes of the same files.
@Suite struct ZoneOracleTests {
    /// One zone file: the names it goes by, and what holds at many instants.
    struct Sheet {
        let fullNames: [String]
        let abbreviations: [String]
        let instants: [Int64]
        let offsets: [Int32]
        /// Indices into `abbreviations`.
        let abbreviationIndices: [UInt8]
    }

    @Test func `offsets from 1900 to 2100 are those of Python's zoneinfo in every zone`() throws {
        let folder = try #require(ZoneDatabase.system.folder, "this test needs the system's time zone database (package tzdata)")
        let sheets = try Self.sheets(of: folder.path)
        #expect(sheets.count > 100)

        var zones = 0
        var comparisons = 0
        for sheet in sheets {
            for fullName in sheet.fullNames {
                let zone = try HaystackTimeZone.named(fullName)
                #expect(zone.fullName == fullName || !fullName.contains("/"), "\(fullName) led to \(zone.fullName)")
                zones += 1
                comparisons += sheet.instants.count
                if let difference = Self.firstDifference(zone, sheet) { Issue.record("\(fullName) \(difference)") }
            }
        }
        #expect(zones > 300)
        #expect(comparisons > 1_000_000)
    }

    private static func firstDifference(_ zone: HaystackTimeZone, _ sheet: Sheet) -> String? {
        for (index, instant) in sheet.instants.enumerated() {
            let offset = zone.offset(atSeconds: instant)
            if offset != Int(sheet.offsets[index]) { return "at \(instant): offset \(offset), Python has \(sheet.offsets[index])" }
            let abbreviation = zone.abbreviation(atSeconds: instant)
            let expected = sheet.abbreviations[Int(sheet.abbreviationIndices[index])]
            if abbreviation != expected { return "at \(instant): abbreviation \(abbreviation), Python has \(expected)" }
        }
        return nil
    }
}

// MARK: Running Python

extension ZoneOracleTests {
    private struct NoPython: Error, CustomStringConvertible {
        let description = "no python3 on PATH: install Python 3.9 or later, or set HAYSTACK_PYTHON to one"
    }

    private struct PythonFailed: Error {
        let status: Int32
    }

    private static func sheets(of folder: String) throws -> [Sheet] {
        let process = Process()
        process.executableURL = try python()
        process.arguments = ["-c", script, folder]
        process.environment = ProcessInfo.processInfo.environment.merging(["PYTHONTZPATH": folder]) { $1 }
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = [UInt8](output.fileHandleForReading.readDataToEndOfFile())
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw PythonFailed(status: process.terminationStatus) }
        var reader = SheetReader(bytes: bytes)
        return reader.sheets()
    }

    private static func python() throws -> URL {
        let environment = ProcessInfo.processInfo.environment
        if let chosen = environment["HAYSTACK_PYTHON"], !chosen.isEmpty { return URL(fileURLWithPath: chosen) }
        for folder in (environment["PATH"] ?? "").split(separator: ":") {
            let path = "\(folder)/python3"
            if FileManager.default.isExecutableFile(atPath: path) { return URL(fileURLWithPath: path) }
        }
        throw NoPython()
    }

    /// Writes a sheet for each distinct file: a line of names, one of abbreviations, one with the number of instants, then the instants
    /// (8 bytes each), offsets (4) and abbreviation indices (1), little-endian.
    ///
    /// The instants are the transitions in the file, those that the rule behind them makes (found by halving between samples), each with the
    /// seconds beside it, and a sample every 29 days and some hours.
    private static let script = """
        import array, os, struct, sys
        from datetime import datetime
        from zoneinfo import ZoneInfo

        folder = sys.argv[1]
        START, END, STEP = -2208988800, 4102444800, 29 * 86400 + 25397
        files = {}
        for root, folders, names in os.walk(folder, followlinks=True):
            if root == folder:
                folders[:] = [f for f in folders if f not in ("posix", "right")]
            for name in names:
                path = os.path.join(root, name)
                full = os.path.relpath(path, folder).replace(os.sep, "/")
                if full in ("localtime", "posixrules"):
                    continue
                with open(path, "rb") as file:
                    data = file.read()
                if data[:4] == b"TZif":
                    files.setdefault(data, []).append(full)

        def transitions(data):
            def block(at, size):
                ut, std, leap, times, types, chars = struct.unpack(">6l", data[at + 20:at + 44])
                return times, at + 44 + times * (size + 1) + types * 6 + chars + leap * (size + 4) + std + ut
            at, size = 0, 4
            times, end = block(at, size)
            if data[4] >= ord("2"):
                at, size = end, 8
                times, _ = block(at, size)
            return struct.unpack(f">{times}{'q' if size == 8 else 'l'}", data[at + 44:at + 44 + times * size])

        out = sys.stdout.buffer
        for data, names in files.items():
            zone = ZoneInfo(names[0])
            def at(instant):
                time = datetime.fromtimestamp(instant, zone)
                return time.utcoffset(), time.tzname()
            changes = [t for t in transitions(data) if START <= t < END]
            ruled = changes[-1] if changes else START
            samples = list(range(START, END, STEP))
            for low, high in zip(samples, samples[1:]):
                if high <= ruled or at(low) == at(high):
                    continue
                before = at(low)
                while high - low > 1:
                    middle = (low + high) // 2
                    if at(middle) == before:
                        low = middle
                    else:
                        high = middle
                changes.append(high)
            instants = sorted(set(samples) | {c + d for c in changes for d in (-1, 0, 1)})
            found = [at(t) for t in instants]
            abbreviations = sorted({name for _, name in found})
            index = {name: i for i, name in enumerate(abbreviations)}
            columns = [
                array.array("q", instants),
                array.array("i", [int(offset.total_seconds()) for offset, _ in found]),
                array.array("B", [index[name] for _, name in found]),
            ]
            out.write(f"{' '.join(names)}\\n{' '.join(abbreviations)}\\n{len(instants)}\\n".encode())
            for column in columns:
                if sys.byteorder == "big":
                    column.byteswap()
                out.write(column.tobytes())
        """

    private struct SheetReader {
        let bytes: [UInt8]
        var place = 0

        init(bytes: [UInt8]) { self.bytes = bytes }

        mutating func sheets() -> [Sheet] {
            var sheets: [Sheet] = []
            while place < bytes.count {
                let names = line()
                let abbreviations = line()
                let count = Int(line()[0]) ?? 0
                sheets.append(
                    Sheet(
                        fullNames: names,
                        abbreviations: abbreviations,
                        instants: column(count),
                        offsets: column(count),
                        abbreviationIndices: column(count)
                    )
                )
            }
            return sheets
        }

        private mutating func line() -> [String] {
            let end = bytes[place...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            defer { place = end + 1 }
            return String(decoding: bytes[place..<end], as: UTF8.self).split(separator: " ").map(String.init)
        }

        private mutating func column<Number: FixedWidthInteger & BitwiseCopyable>(_ count: Int) -> [Number] {
            let size = MemoryLayout<Number>.size
            let start = place
            place += count * size
            // Sound: loadUnaligned checks each place against the bounds of the buffer.
            return unsafe bytes.withUnsafeBytes { buffer in
                (0..<count).map { unsafe Number(littleEndian: buffer.loadUnaligned(fromByteOffset: start + $0 * size, as: Number.self)) }
            }
        }
    }
}
