#if os(Linux)
import Foundation
import Glibc
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
    private let process = Process()
    private let pieces: AsyncStream<Data>
    private let ended: AsyncStream<End>
    private(set) var shown = ""

    /// Starts the tool.
    init(_ arguments: String..., rows: Int = 24, columns: Int = 80) throws {
        var (own, other): (Int32, Int32) = (-1, -1)
        // Sound: the call fills the two numbers; the rest is left out.
        try #require(unsafe openpty(&own, &other, nil, nil, nil) == 0)
        master = FileHandle(fileDescriptor: own, closeOnDealloc: true)
        let terminal = FileHandle(fileDescriptor: other, closeOnDealloc: true)
        pieces = ToolTerminal.pieces(of: master)
        // The system forgets a terminal's settings when its last user closes it: this one stays until they have been looked at.
        ended = ToolTerminal.end(of: process, terminal)
        try resize(rows: rows, columns: columns)
        // Makes the terminal the controlling one, so that the tool hears of its size.
        process.executableURL = URL(filePath: "/usr/bin/setsid")
        process.arguments = ["--ctty", "--wait", Tool.path] + arguments
        process.standardInput = terminal
        process.standardOutput = terminal
        process.standardError = terminal
        try process.run()
    }

    deinit {
        if process.isRunning { process.terminate() }
        master.readabilityHandler = nil
    }

    private static func pieces(of master: FileHandle) -> AsyncStream<Data> {
        let (pieces, piece) = AsyncStream.makeStream(of: Data.self)
        master.readabilityHandler = { handle in
            var bytes = [UInt8](repeating: 0, count: 4096)
            // Sound: the array is lent for the call. An error is the end: nobody holds the other side any more.
            let count = unsafe Glibc.read(handle.fileDescriptor, &bytes, bytes.count)
            if count > 0 { return _ = piece.yield(Data(bytes[..<count])) }
            handle.readabilityHandler = nil
            piece.finish()
        }
        return pieces
    }

    private static func end(of process: Process, _ terminal: FileHandle) -> AsyncStream<End> {
        let (ended, end) = AsyncStream.makeStream(of: End.self)
        process.terminationHandler = {
            end.yield(End(status: $0.terminationStatus, shows: shows(terminal)))
            end.finish()
            try? terminal.close()
        }
        return ended
    }

    /// Types.
    func type(_ text: String) throws { try master.write(contentsOf: Data(text.utf8)) }

    /// Makes the terminal larger or smaller.
    func resize(rows: Int, columns: Int) throws {
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        // Sound: the structure is read during the call.
        try #require(unsafe ioctl(master.fileDescriptor, UInt(TIOCSWINSZ), &size) == 0)
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
        for await end in ended { return end }
        throw CancellationError()
    }

    /// Ends the tool as a system does that goes down.
    func terminate() throws {
        try #require(kill(-tcgetpgrp(master.fileDescriptor), SIGTERM) == 0)
    }

    /// Whether the terminal shows what is typed.
    var shows: Bool { ToolTerminal.shows(master) }

    private static func shows(_ terminal: FileHandle) -> Bool {
        var settings = termios()
        // Sound: the structure is filled during the call.
        return unsafe tcgetattr(terminal.fileDescriptor, &settings) == 0 && settings.c_lflag & UInt32(ECHO) != 0
    }
}
#endif
