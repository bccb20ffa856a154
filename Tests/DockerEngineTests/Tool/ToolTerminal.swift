#if os(Linux)
import Foundation
import Glibc
import Subprocess
import SystemPackage
import Testing

/// The tool in a terminal of its own, with somebody who types and reads.
final class ToolTerminal {
    /// How the tool ended.
    struct End: Sendable {
        let status: Int32
        /// Whether the terminal showed what is typed, as a shell wants it.
        let shows: Bool
    }

    private let master: FileHandle
    private let pieces: AsyncStream<[UInt8]>
    private let tool: Task<End, any Error>
    private(set) var shown = ""

    /// Starts the tool.
    init(_ arguments: String..., rows: Int = 24, columns: Int = 80) throws {
        var (own, other): (Int32, Int32) = (-1, -1)
        // Sound: the call fills the two numbers; the rest is left out.
        try #require(unsafe openpty(&own, &other, nil, nil, nil) == 0)
        master = FileHandle(fileDescriptor: own, closeOnDealloc: true)
        try ToolTerminal.resize(own, rows: rows, columns: columns)
        pieces = ToolTerminal.pieces(of: own)
        tool = Task { [other] in try await ToolTerminal.run(arguments, terminal: other) }
    }

    deinit { tool.cancel() }

    /// What the terminal shows, until nobody holds its other side any more.
    private static func pieces(of master: Int32) -> AsyncStream<[UInt8]> {
        let (pieces, piece) = AsyncStream.makeStream(of: [UInt8].self)
        Thread.detachNewThread {
            var bytes = [UInt8](repeating: 0, count: 4096)
            while true {
                // Sound: the array is lent for the call.
                let count = unsafe Glibc.read(master, &bytes, bytes.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return piece.finish() }
                piece.yield(Array(bytes[..<count]))
            }
        }
        return pieces
    }

    private static func run(_ arguments: [String], terminal: Int32) async throws -> End {
        let terminal = SystemPackage.FileDescriptor(rawValue: terminal)
        // The system forgets a terminal's settings when its last user closes it: this one stays until they have been looked at.
        defer { try? terminal.close() }
        let result = try await Subprocess.run(
            // Makes the terminal the controlling one, so that the tool hears of its size.
            .path("/usr/bin/setsid"),
            arguments: Arguments(["--ctty", "--wait", Tool.path] + arguments),
            input: .fileDescriptor(terminal, closeAfterSpawningProcess: false),
            output: .fileDescriptor(terminal, closeAfterSpawningProcess: false),
            error: .fileDescriptor(terminal, closeAfterSpawningProcess: false)
        )
        return End(status: result.terminationStatus.number, shows: shows(terminal.rawValue))
    }

    /// Types.
    func type(_ text: String) throws { try master.write(contentsOf: Data(text.utf8)) }

    /// Makes the terminal larger or smaller.
    func resize(rows: Int, columns: Int) throws { try ToolTerminal.resize(master.fileDescriptor, rows: rows, columns: columns) }

    private static func resize(_ master: Int32, rows: Int, columns: Int) throws {
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        // Sound: the structure is read during the call.
        try #require(unsafe ioctl(master, UInt(TIOCSWINSZ), &size) == 0)
    }

    /// Reads until a text has been shown since the last call.
    func read(until text: String) async throws {
        if take(text) { return }
        for await piece in pieces {
            shown += String(decoding: piece, as: UTF8.self)
            if take(text) { return }
        }
        Issue.record("the terminal is at its end without \"\(text)\"; it shows \(shown)")
    }

    private func take(_ text: String) -> Bool {
        guard let place = shown.firstRange(of: text) else { return false }
        shown = String(shown[place.upperBound...])
        return true
    }

    /// Reads to the end and waits for the tool's.
    func end() async throws -> End {
        for await piece in pieces { shown += String(decoding: piece, as: UTF8.self) }
        return try await tool.value
    }

    /// Ends the tool as a system does that goes down.
    func terminate() throws {
        try #require(kill(-tcgetpgrp(master.fileDescriptor), SIGTERM) == 0)
    }

    /// Whether the terminal shows what is typed.
    var shows: Bool { ToolTerminal.shows(master.fileDescriptor) }

    private static func shows(_ terminal: Int32) -> Bool {
        var settings = termios()
        // Sound: the structure is filled during the call.
        return unsafe tcgetattr(terminal, &settings) == 0 && settings.c_lflag & UInt32(ECHO) != 0
    }
}
#endif
